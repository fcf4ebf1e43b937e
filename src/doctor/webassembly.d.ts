declare namespace WebAssembly {
  /** Whether these bytes are a module that this Node can run. */
  function validate(bytes: Uint8Array): boolean;
}
