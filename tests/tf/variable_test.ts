import { assert, assertEquals, assertThrows } from "@std/assert";
import { executeMany, type Tensor, tf, Variable } from "mle/tf/mod.ts";
import { assertClose, assertNoTensorsLeft } from "../testing/mod.ts";

Deno.test("a variable holds its numbers until it is disposed", () => {
  assertNoTensorsLeft(() => {
    const data = Float32Array.of(1, 2, 3, 4);
    using variable = new Variable(data, [2, 2]);
    data[0] = 99; // a copy was taken
    assertEquals(variable.value.shape, [2, 2]);
    assertClose(variable.value, [1, 2, 3, 4]);
    variable.toArray()[0] = 99; // as here
    assertClose(variable.value, [1, 2, 3, 4]);
  });
});

Deno.test("an update works on what was assigned last", () => {
  const add = ([handle]: Tensor[]) =>
    tf.tidy(() =>
      executeMany("AssignAddVariableOp", [], [handle, tf.tensor1d([1])], 0)
    );
  using variable = new Variable(Float32Array.of(1), [1]);
  const given = tf.tensor1d([10]);
  Variable.updateAll([variable], add);
  assertEquals(variable.toArray(), Float32Array.of(2));
  variable.assign(given);
  Variable.updateAll([variable], add);
  Variable.updateAll([variable], add);
  assertEquals(variable.toArray(), Float32Array.of(12));
  assertClose(given, [10]); // which was shared, and is not changed
  given.dispose();
});

Deno.test("assign replaces the value, by a tensor or by numbers", () => {
  using variable = new Variable(Float32Array.of(1, 2), [2]);
  const before = variable.value;
  assertNoTensorsLeft(() => {
    tf.tidy(() => variable.assign(tf.add(variable.value, 10)));
    assertClose(variable.value, [11, 12]);
    const numbers = Float32Array.of(5, 6);
    variable.assign(numbers);
    numbers[0] = 99;
  });
  assertClose(variable.value, [5, 6]);
  assert(before.isDisposed);
});

Deno.test("variables of the same shape are different ones", () => {
  using one = new Variable(Float32Array.of(1), [1]);
  using other = new Variable(Float32Array.of(2), [1]);
  one.assign(Float32Array.of(3));
  assertClose(other.value, [2]);
});

Deno.test("a value outlives the enclosing tidy and has a gradient", () => {
  using made = new DisposableStack();
  let variable!: Variable;
  tf.tidy(() => {
    variable = made.use(new Variable(Float32Array.of(3), [1]));
  });
  tf.tidy(() => variable.assign(Float32Array.of(4)));
  tf.tidy(() => {
    const square = () => tf.sum(tf.square(variable.value));
    const { grads } = tf.engine().gradients(square, [variable.value]);
    assertClose(grads[0], [8]);
  });
});

Deno.test("assign refuses another shape or count, and keeps the value", () => {
  using variable = new Variable(new Float32Array(6).fill(1), [2, 3]);
  assertNoTensorsLeft(() => {
    tf.tidy(() => {
      assertThrows(
        () => variable.assign(tf.zeros([3, 2])),
        TypeError,
        "Cannot assign to a variable of shape [2, 3]: expected [2, 3], got [3, 2]",
      );
    });
    assertThrows(
      () => variable.assign(new Float32Array(5)),
      TypeError,
      "Cannot assign to a variable of shape [2, 3]: expected [6], got [5]",
    );
  });
  assertClose(variable.value, new Float32Array(6).fill(1));
});

Deno.test("an update that throws leaves a variable that can be used", () => {
  using variable = new Variable(Float32Array.of(1), [1]);
  assertThrows(
    () =>
      Variable.updateAll([variable], () => {
        throw new Error("stopped");
      }),
    Error,
    "stopped",
  );
  assertClose(variable.value, [1]);
});

Deno.test("a variable refuses numbers that do not fill its shape", () => {
  assertNoTensorsLeft(() =>
    assertThrows(
      () => new Variable(new Float32Array(5), [2, 3]),
      TypeError,
      "expected [6], got [5]",
    )
  );
});

Deno.test("what a variable and its updates have taken is given back", () => {
  const mebibytes = () => Deno.memoryUsage().rss / 2 ** 20;
  const numbers = new Float32Array(4 * 2 ** 20); // 16 MiB
  const before = mebibytes();
  for (let i = 0; i < 50; i++) {
    using variable = new Variable(numbers, [numbers.length]);
    tf.tidy(() => variable.assign(tf.add(variable.value, 1)));
  }
  const taken = mebibytes() - before;

  assert(taken < 400, `expected less than 400 MiB, got ${taken}`);
});

Deno.test("the garbage collector frees what nobody disposes", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      "--v8-flags=--expose-gc",
      `import { tf, Variable } from "mle/tf/mod.ts";
      const before = tf.memory().numTensors;
      const make = () => new Variable(Float32Array.of(1), [1]).value.size;
      make();
      for (let i = 0; i < 1000 && Variable.collectedTensors < 2; i++) {
        gc();
        await new Promise((go) => setTimeout(go, 10));
      }
      console.log(Variable.collectedTensors, tf.memory().numTensors - before);`,
    ],
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(new TextDecoder().decode(stdout), "2 0\n");
});
