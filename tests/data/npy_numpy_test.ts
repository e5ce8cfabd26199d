import { assertEquals } from "@std/assert";
import { readNpy, writeNpy } from "mle/data/npy.ts";
import { NPY_DTYPES, type NpyDtype } from "mle/data/npy_dtype.ts";
import { runPython } from "../python.ts";
import { temporaryFolder } from "./temporary_folder.ts";

Deno.test("NumPy reads what writeNpy writes, and readNpy what NumPy saves", async () => {
  await using dir = await temporaryFolder();
  const dtypes = (Object.keys(NPY_DTYPES) as NpyDtype[])
    .filter((dtype) => dtype !== "<f2"); // which is only read
  for (const [i, dtype] of dtypes.entries()) {
    const data = dtype.endsWith("8") && !dtype.includes("f")
      ? new NPY_DTYPES[dtype as "<i8"]([0n, 1n, 2n, 3n, 4n, 125n])
      : new NPY_DTYPES[dtype as "|u1"]([0, 1, 2, 3, 4, 125]);
    await writeNpy(dir.at(`${i}.npy`), data, [2, 3]);
  }
  const printed = await runPython(
    `
import numpy as np
for i in range(${dtypes.length}):
    a = np.load(f"{i}.npy")
    print(a.dtype.str, a.shape, a.ravel().astype(int).tolist())
    np.save(f"{i}.npy", (a + 1).T.copy())
    np.save(f"fortran-{i}.npy", np.asfortranarray((a + 1).reshape(3, 1, 2)))
`,
    dir.path,
  );
  assertEquals(
    printed.trimEnd().split("\n"),
    dtypes.map((dtype) => `${dtype} (2, 3) [0, 1, 2, 3, 4, 125]`),
  );
  for (const i of dtypes.keys()) {
    const { data } = await readNpy(dir.at(`${i}.npy`), [3, 2]);
    assertEquals(Array.from(data, Number), [1, 4, 2, 5, 3, 126]);
    const fortran = await readNpy(dir.at(`fortran-${i}.npy`), [3, 1, 2]);
    assertEquals(Array.from(fortran.data, Number), [1, 2, 3, 4, 5, 126]);
  }
});

Deno.test("readNpy refuses what NumPy saves as objects or big-endian", async () => {
  await using dir = await temporaryFolder();
  await runPython(
    `
import numpy as np
np.save("object.npy", np.array([{}, []], dtype=object), allow_pickle=True)
np.save("big.npy", np.arange(6, dtype=">f4").reshape(2, 3))
`,
    dir.path,
  );
  const got = [];
  for (const name of ["object", "big"]) {
    const file = readNpy(dir.at(`${name}.npy`), [2, 3]);
    got.push(await file.catch(({ found }) => found));
  }
  assertEquals(got, [
    "pickled Python objects (dtype |O), which can run any code",
    "big-endian ones (dtype >f4)",
  ]);
});

Deno.test("readNpy reads float16, and headers as NumPy wrote them under Python 2", async () => {
  await using dir = await temporaryFolder();
  await runPython(
    `
import numpy as np
np.save("half.npy", np.array([0, 1.5, 255], dtype="f2"))
np.save("old.npy", np.arange(6, dtype="u1").reshape(2, 3))
content = open("old.npy", "rb").read().replace(b"(2, 3), }  ", b"(2L, 3L), }")
open("old.npy", "wb").write(content)
`,
    dir.path,
  );
  const half = await readNpy(dir.at("half.npy"), [3]);
  assertEquals([...half.data], [0, 1.5, 255]);
  const old = await readNpy(dir.at("old.npy"), [2, 3]);
  assertEquals([...old.data], [0, 1, 2, 3, 4, 5]);
});
