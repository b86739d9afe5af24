"""Texts to vectors: the shipped all-MiniLM-L6-v2 by default, OpenAI's embeddings where configured."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from knowledge.embedding_cjk import characters_matrix, cjk_share, without_cjk
from knowledge.errors import EmbeddingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]
    from tokenizers import Encoding, Tokenizer

    Matrix = NDArray[np.float32]
    Vectorise = Callable[[Sequence[str]], Sequence[Sequence[float]]]

MODEL_DIR = Path(__file__).parent / "model"
WIDTH, MAX_TOKENS = 384, 256
BATCH_TOKENS = 4096
PRECEDENT, PRECEDENT_CJK = 0.54, 0.27
"""The lowest scores that no wrong record reaches for any labelled case of the bench (`bench_retrieval.py precedents`).

Of 85 cases, 39 have a precedent among the 56 shipped. Wrong records reach 0.536 (0.256 in Chinese and Japanese). On
questions closed as duplicates by people, 78% of the nearest duplicates reach 0.54; there, in the narrow field of one
product, so do half of the nearest others: who learns the escalations of one product gets likenesses of topic as well.
"""
OPENAI_BATCH = 128
OPENAI_CHARS = 20_000


class Embedder(Protocol):
    """Texts to vectors of length one. `id` names the model: vectors of two ids are never compared."""

    @property
    def id(self) -> str:
        """Name of the model, stable over releases."""
        ...

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return one row a text (float32, length one); EmbeddingError when that fails."""
        ...

    def due(self, text: str) -> float:
        """Return the score from which on a hit for this text is a true precedent."""
        ...

    def warm(self) -> None:
        """Begin to load what `embed` will need, beside what the caller does next; a failure shows in `embed`."""
        ...


class MiniLM:
    """all-MiniLM-L6-v2 with int8 weights on onnxruntime: 384 dimensions, the first 256 tokens of a text count.

    Chinese, Japanese and Korean, which the model does not read, count by their pairs of characters (embedding_cjk).
    A text's vector does not depend on the other texts of the call.
    """

    id = "all-MiniLM-L6-v2/int8+cjk"

    def __init__(self, folder: Path = MODEL_DIR) -> None:
        """Nothing is loaded yet."""
        self._folder = folder
        self._loaded: tuple[Tokenizer, InferenceSession] | None = None
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return one row a text (float32, length one)."""
        import numpy as np  # noqa: PLC0415 - start-up

        shares = np.array([cjk_share(text) for text in texts], np.float32)[:, None]
        if not shares.any():
            return self._read(texts)
        read = self._read([without_cjk(text) if share else text for text, share in zip(texts, shares, strict=True)])
        mixed = np.sqrt(1 - shares) * read + np.sqrt(shares) * characters_matrix(texts, WIDTH)
        return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), np.float32)

    def _read(self, texts: Sequence[str]) -> Matrix:
        import numpy as np  # noqa: PLC0415 - start-up

        tokenizer, session = self._load()
        encodings = tokenizer.encode_batch(list(texts))
        rows = np.empty((len(encodings), WIDTH), np.float32)
        for batch in _batches(encodings):
            width = max(len(encodings[i].ids) for i in batch)
            ids = np.zeros((len(batch), width), np.int64)
            mask = np.zeros_like(ids)
            for row, i in enumerate(batch):
                tokens = encodings[i].ids
                ids[row, : len(tokens)] = tokens
                mask[row, : len(tokens)] = 1
            rows[batch] = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return rows

    def due(self, text: str) -> float:
        """Return the calibrated score: PRECEDENT, lower the more of the text is Chinese, Japanese or Korean."""
        return PRECEDENT - (PRECEDENT - PRECEDENT_CJK) * cjk_share(text)

    def token_ids(self, text: str) -> list[int]:
        """Return the tokens of the text as the model sees them."""
        return list(self._load()[0].encode(text).ids)

    def warm(self) -> None:
        """Begin to load the model in a thread; a failure shows when `embed` is called."""
        # Modules are imported here: two threads that import at once trip over half-initialised packages.
        import onnxruntime  # noqa: F401, PLC0415
        import tokenizers  # noqa: F401, PLC0415

        threading.Thread(target=self._load_quietly).start()

    def _load_quietly(self) -> None:
        with contextlib.suppress(EmbeddingError):
            self._load()

    def _load(self) -> tuple[Tokenizer, InferenceSession]:
        with self._lock:
            if self._loaded is None:
                self._loaded = _load_model(self._folder)
            return self._loaded


def _load_model(folder: Path) -> tuple[Tokenizer, InferenceSession]:
    import onnxruntime as ort  # noqa: PLC0415 - start-up
    from tokenizers import Tokenizer  # noqa: PLC0415 - start-up

    options = ort.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = min(4, os.cpu_count() or 1)
    # Waiting threads would otherwise burn the cores that the rest of the draft needs.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Otherwise onnxruntime rounds the activations to int8 as well, and differently from processor to processor.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    try:
        data = (folder / "model.onnx").read_bytes()
        session = ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text("utf-8"))
    # Both libraries raise bare exception types of their own for a damaged file.
    except Exception as error:
        message = f"The embedding model in {folder} is missing or damaged."
        raise EmbeddingError(message, "Install the package again; the model is part of it.") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer, session


def _batches(encodings: Sequence[Encoding]) -> Iterator[list[int]]:
    """Yield positions of texts of like length, so that little is padded, at most BATCH_TOKENS tokens at once."""
    order = sorted(range(len(encodings)), key=lambda i: len(encodings[i].ids))
    batch: list[int] = []
    for i in order:
        if batch and (len(batch) + 1) * len(encodings[i].ids) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


class OpenAIEmbedder:
    """OpenAI's embeddings, or those of any server that speaks the same protocol.

    `due` is the score from which on a hit is a true precedent; its default is a guess until somebody with a key has run
    the bench on the labelled cases. `vectorise` takes texts and returns their vectors; left out, the `openai` client is
    made on first use.
    """

    def __init__(
        self,
        model: str = "text-embedding-3-small",
        *,
        due: float = 0.5,
        vectorise: Vectorise | None = None,
        api_key: str | None = None,
        base_url: str | None = None,
    ) -> None:
        """Nothing is sent yet."""
        self.id = f"openai/{model}"
        self._model = model
        self._api_key = api_key
        self._base_url = base_url
        self._vectorise = vectorise
        self._due = due

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return one row a text (float32, length one)."""
        import numpy as np  # noqa: PLC0415 - start-up

        call = self._vectorise = self._vectorise or self._client()
        rows: list[Sequence[float]] = []
        for start in range(0, len(texts), OPENAI_BATCH):
            batch = [text[:OPENAI_CHARS] for text in texts[start : start + OPENAI_BATCH]]
            answer = call(batch)
            if len(answer) != len(batch):
                message = f"The embedding model {self._model} answered {len(answer)} vectors to {len(batch)} texts."
                raise EmbeddingError(message, "Check that the configured model is an embedding model.")
            rows.extend(answer)
        matrix = np.asarray(rows, np.float32)
        return np.asarray(matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12), np.float32)

    def due(self, text: str) -> float:  # noqa: ARG002 - the same for every text
        """Return the score that was given."""
        return self._due

    def warm(self) -> None:
        """Nothing to load."""

    def _client(self) -> Vectorise:
        import openai  # noqa: PLC0415 - the one place that needs it

        model = self._model
        try:
            client = openai.OpenAI(api_key=self._api_key, base_url=self._base_url, timeout=30)
        except openai.OpenAIError as error:
            message = "The OpenAI embedder is configured, and no key is set."
            raise EmbeddingError(message, "Set OPENAI_API_KEY, or leave the embedder at its default.") from error

        def vectorise(texts: Sequence[str]) -> Sequence[Sequence[float]]:
            try:
                answer = client.embeddings.create(model=model, input=list(texts), encoding_format="float")
            except openai.OpenAIError as error:
                message = f"The embedding model {model} could not be used: {error}"
                raise EmbeddingError(message, "Check the key, the base URL and the name of the model.") from error
            return [item.embedding for item in sorted(answer.data, key=lambda item: item.index)]

        return vectorise
