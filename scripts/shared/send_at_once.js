// Deno's kernel writes a message in pieces. By default the system holds a small
// piece back until the one before it is acknowledged, which takes 40 ms a cell.
try {
  const TCP = 6;
  const NO_DELAY = 1;
  const libc = Deno.dlopen(
    Deno.build.os === "darwin" ? "libSystem.dylib" : "libc.so.6",
    {
      setsockopt: {
        parameters: ["i32", "i32", "i32", "buffer", "u32"],
        result: "i32",
      },
    },
  );
  const on = new Int32Array([1]);
  // Whatever is no connection refuses.
  for (let fd = 3; fd < 256; fd++) {
    libc.symbols.setsockopt(fd, TCP, NO_DELAY, on, on.byteLength);
  }
  libc.close();
} catch { /* then cells take longer */ }
