// Emscripten 3.1.6 would load the .wasm with fetch, which node has but not for files.
globalThis.fetch = undefined;
