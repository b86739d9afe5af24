"""The openai engine: a model reads and writes, code proves. Any OpenAI-compatible endpoint.

The vendors' libraries (langchain, openai, tenacity) are imported here alone, and when the engine runs.
"""
