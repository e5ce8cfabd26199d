import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { type CheckedLine, Derivation, FalseLineError } from "mle/math/mod.ts";

/** The derivation of Exercise 1.1, up to its names. */
function gaussianSum(): Derivation {
  const sum = new Derivation({
    real: ["x", "z", "mu_1", "mu_2", "m"],
    positive: ["sigma_1", "sigma_2", "t"],
  });
  sum.define`
    p_X(x) = \frac{1}{\sqrt{2\pi\sigma_1^2}} e^{-(x - \mu_1)^2 / (2\sigma_1^2)}
    p_Y(y) = \frac{1}{\sqrt{2\pi\sigma_2^2}} e^{-(y - \mu_2)^2 / (2\sigma_2^2)}
    p_Z(z) = \int_{-\infty}^{\infty} p_X(x)\, p_Y(z - x)\, dx
    A = \frac{1}{2\sigma_1^2} + \frac{1}{2\sigma_2^2}
    B = \frac{\mu_1}{\sigma_1^2} + \frac{z - \mu_2}{\sigma_2^2}
    C = \frac{\mu_1^2}{2\sigma_1^2} + \frac{(z - \mu_2)^2}{2\sigma_2^2}
    a = \frac{B}{2A}
    b = \frac{1}{\sqrt{2A}}
  `;
  return sum;
}

type Lines = Record<string, (d: Derivation) => CheckedLine>;

const exact: Lines = {
  "the exponent collected": (d) =>
    d.line`-\frac{(x-\mu_1)^2}{2\sigma_1^2} - \frac{(z-x-\mu_2)^2}{2\sigma_2^2} = -Ax^2 + Bx - C`,
  "the completed square": (d) =>
    d.line`-Ax^2 + Bx - C = -A\left(x - \frac{B}{2A}\right)^2 + \frac{B^2}{4A} - C`,
  "the variance of the exponent": (d) => d.line`b^2 = \frac{1}{2A}`,
  "the exponent as a Gaussian's": (d) =>
    d.line`-A(x - a)^2 = -\frac{(x - a)^2}{2b^2}`,
  "the factor": (d) =>
    d.line`\frac{1}{2\pi\sigma_1\sigma_2} \sqrt{\frac{\pi}{A}} = \frac{1}{\sqrt{2\pi(\sigma_1^2 + \sigma_2^2)}}`,
  "the simplified exponent": (d) =>
    d.line`\frac{B^2}{4A} - C = -\frac{(z - (\mu_1 + \mu_2))^2}{2(\sigma_1^2 + \sigma_2^2)}`,
  "constants out of an integral": (d) =>
    d.line`p_Z(z) = \frac{1}{2\pi\sigma_1\sigma_2} e^{B^2/(4A) - C} \int_{-\infty}^{\infty} e^{-A(x - a)^2} dx`,
  "a root of a positive number's square": (d) =>
    d.line`\sqrt{\sigma_1^2} = \sigma_1`,
  "decimals are fractions": (d) => d.line`0.1x + 0.2x = \frac{3x}{10}`,
  "exponentials multiplied": (d) => d.line`e^x e^z = \exp(x + z)`,
  "lines with spacing": (d) => d.line`x +\, z \quad = z \; +~x\!`,
  "other brackets": (d) =>
    d.line`\left[x + z\right]^2 \exp\{x\} = (x^2 + 2xz + z^2) \exp\left[x\right]`,
  "an index after a power": (d) => d.line`\sigma^2_1 \sigma^{-2}_{1} = 1`,
};

for (const [what, line] of Object.entries(exact)) {
  Deno.test(`line: proves ${what}`, () => {
    assertEquals(line(gaussianSum()).method, "algebra");
  });
}

const integrated: Lines = {
  "the Gaussian integral": (d) =>
    d.line`\int_{-\infty}^{\infty} e^{-(x - m)^2 / (2t^2)} dx = \sqrt{2\pi t^2}`,
  "the whole convolution": (d) =>
    d.line`p_Z(z) = \frac{1}{\sqrt{2\pi(\sigma_1^2 + \sigma_2^2)}} \exp\left(-\frac{(z - \mu_1 - \mu_2)^2}{2(\sigma_1^2 + \sigma_2^2)}\right)`,
};

for (const [what, line] of Object.entries(integrated)) {
  Deno.test(`line: integrates ${what} to 1e-10`, () => {
    const { method, comparison } = line(gaussianSum());
    assertEquals(method, "quadrature");
    assert(comparison.largestDifference < 1e-10);
    assert(comparison.points >= 9);
  });
}

/** The proof by moment-generating functions, and that by characteristic ones. */
const transforms: Lines = {
  "an exponential that overflows where the density has decayed": (d) =>
    d.line`\int_{-\infty}^{\infty} e^{tx} p_X(x)\, dx = e^{\mu_1 t + \sigma_1^2 t^2 / 2}`,
  "the product of two moment-generating functions": (d) => {
    d.define`
      M_X(m) = \int_{-\infty}^{\infty} e^{mx} p_X(x)\, dx
      M_Y(m) = \int_{-\infty}^{\infty} e^{mx} p_Y(x)\, dx
    `;
    return d
      .line`M_X(m) M_Y(m) = e^{(\mu_1 + \mu_2) m + (\sigma_1^2 + \sigma_2^2) m^2 / 2}`;
  },
  "the real part of a characteristic function": (d) =>
    d.line`\int_{-\infty}^{\infty} \cos(mx) p_X(x)\, dx = \cos(m\mu_1) e^{-\sigma_1^2 m^2 / 2}`,
  "its imaginary part": (d) =>
    d.line`\int_{-\infty}^{\infty} \sin(mx) p_X(x)\, dx = \sin(m\mu_1) e^{-\sigma_1^2 m^2 / 2}`,
};

for (const [what, line] of Object.entries(transforms)) {
  Deno.test(`line: integrates ${what}`, () => {
    const { method, comparison } = line(gaussianSum());
    assertEquals(method, "quadrature");
    assert(comparison.points >= 27);
  });
}

Deno.test("line: a value is right to ten digits, or it is wrong", () => {
  const d = new Derivation({}); // √π = 1.77245385090551…
  const { method } = d
    .line`\int_{-\infty}^{\infty} e^{-x^2} dx = 1.7724538509`;
  assertEquals(method, "quadrature");
  assertThrows(
    () => d.line`\int_{-\infty}^{\infty} e^{-x^2} dx = 1.7724538501`,
    FalseLineError,
  );
});

Deno.test("line: completes the square of a moment-generating function", () => {
  const { method } = gaussianSum()
    .line`\int_{-\infty}^{\infty} e^{mx} p_X(x)\, dx = e^{\mu_1 m + \sigma_1^2 m^2 / 2} \int_{-\infty}^{\infty} \frac{1}{\sqrt{2\pi\sigma_1^2}} e^{-(x - \mu_1 - \sigma_1^2 m)^2 / (2\sigma_1^2)} dx`;
  assertEquals(method, "algebra");
});

Deno.test("line: refuses a wrong moment-generating function", () => {
  assertThrows(
    () =>
      gaussianSum()
        .line`\int_{-\infty}^{\infty} e^{tx} p_X(x)\, dx = e^{\mu_1 t + \sigma_1^2 t^2}`,
    FalseLineError,
  );
});

Deno.test("line: reads what is rounded up", () => {
  const d = new Derivation({ integer: { n: [1, 20], s: [1, 4] } });
  const line = d
    .line`\left\lceil \frac{n}{s} \right\rceil = \left\lfloor \frac{n + s - 1}{s} \right\rfloor`;
  assertEquals(line.method, "enumeration");
  assertStringIncludes(line.latex, "\\left\\lceil");
});

Deno.test("line: asks for backticks when given a string", () => {
  const d = new Derivation({ real: ["x"] });
  const call = d.line.bind(d) as unknown as (line: string) => void;
  assertThrows(
    () => call("x = x"),
    TypeError,
    "expected it in backticks right after line, without parentheses",
  );
});

Deno.test("line: explains that a chain needs no alignment", () => {
  assertThrows(
    () =>
      new Derivation({ real: ["x"] })
        .line`\begin{aligned} x + x &= 2x \end{aligned}`,
    SyntaxError,
    "expected a chain a = b = c without $, \\begin, \\end and &",
  );
});

const falseLines: Lines = {
  "the sheet's slip: b² for 2b²": (d) =>
    d.line`-A(x - a)^2 = -\frac{(x - a)^2}{b^2}`,
  "a sign in the exponent": (d) =>
    d.line`-\frac{(x-\mu_1)^2}{2\sigma_1^2} - \frac{(z-x-\mu_2)^2}{2\sigma_2^2} = -Ax^2 - Bx - C`,
  "C added, not subtracted": (d) =>
    d.line`-\frac{(x-\mu_1)^2}{2\sigma_1^2} - \frac{(z-x-\mu_2)^2}{2\sigma_2^2} = -Ax^2 + Bx + C`,
  "z + μ₂ for z − μ₂": (d) =>
    d.line`\frac{B^2}{4A} - C = -\frac{(z + \mu_2 - \mu_1)^2}{2(\sigma_1^2 + \sigma_2^2)}`,
  "B/A for B/(2A)": (d) =>
    d.line`-Ax^2 + Bx - C = -A\left(x - \frac{B}{A}\right)^2 + \frac{B^2}{4A} - C`,
  "B²/(2A) for B²/(4A)": (d) =>
    d.line`-Ax^2 + Bx - C = -A\left(x - \frac{B}{2A}\right)^2 + \frac{B^2}{2A} - C`,
  "the square missing on B": (d) =>
    d.line`-Ax^2 + Bx - C = -A\left(x - \frac{B}{2A}\right)^2 + \frac{B}{4A} - C`,
  "the square missing on the bracket": (d) =>
    d.line`-A(x - a)^2 = -\frac{x - a}{2b^2}`,
  "σ for σ²": (d) =>
    d.line`\frac{1}{2\pi\sigma_1\sigma_2} \sqrt{\frac{\pi}{A}} = \frac{1}{\sqrt{2\pi(\sigma_1 + \sigma_2)}}`,
  "standard deviations added": (d) =>
    d.line`\frac{1}{2\pi\sigma_1\sigma_2} \sqrt{\frac{\pi}{A}} = \frac{1}{\sqrt{2\pi(\sigma_1 + \sigma_2)^2}}`,
  "π/A without its root": (d) =>
    d.line`\int_{-\infty}^{\infty} e^{-A(x - a)^2} dx = \frac{\pi}{A}`,
  "2π/A for π/A": (d) =>
    d.line`\int_{-\infty}^{\infty} e^{-A(x - a)^2} dx = \sqrt{\frac{2\pi}{A}}`,
  "means subtracted": (d) =>
    d.line`\frac{B^2}{4A} - C = -\frac{(z - (\mu_1 - \mu_2))^2}{2(\sigma_1^2 + \sigma_2^2)}`,
  "the minus sign of the exponent lost": (d) =>
    d.line`\frac{B^2}{4A} - C = \frac{(z - (\mu_1 + \mu_2))^2}{2(\sigma_1^2 + \sigma_2^2)}`,
  "the 2 missing below the exponent": (d) =>
    d.line`\frac{B^2}{4A} - C = -\frac{(z - (\mu_1 + \mu_2))^2}{\sigma_1^2 + \sigma_2^2}`,
  "the middle term of a binomial missing": (d) =>
    d.line`(x - \mu_1)^2 = x^2 - \mu_1 x + \mu_1^2`,
  "a root of any number's square": (d) => d.line`\sqrt{\mu_1^2} = \mu_1`,
  "z + x for z − x in the convolution": (d) =>
    d.line`p_Z(z) = \int_{-\infty}^{\infty} p_X(x)\, p_Y(z + x)\, dx`,
  "2π for √2π in the result": (d) =>
    d.line`p_Z(z) = \frac{1}{2\pi\sqrt{\sigma_1^2 + \sigma_2^2}} \exp\left(-\frac{(z - \mu_1 - \mu_2)^2}{2(\sigma_1^2 + \sigma_2^2)}\right)`,
  "an integral that is infinite": (d) =>
    d.line`\int_{-\infty}^{\infty} e^{x^2} dx = \sqrt{\pi}`,
  "wrong only in the last step of a chain": (d) =>
    d.line`(x + z)^2 = x^2 + 2xz + z^2 = x^2 + z(x + z)`,
};

for (const [what, line] of Object.entries(falseLines)) {
  Deno.test(`line: refuses ${what}, with a counterexample`, () => {
    const error = assertThrows(() => line(gaussianSum()), FalseLineError);
    assert(!Object.is(error.left, error.right));
    const values = Object.entries(error.counterexample);
    const at = values.map(([name, value]) => `${name} = ${value}`).join(", ");
    assertStringIncludes(
      error.message,
      at === ""
        ? "false: the left side is"
        : `false: at ${at} the left side is`,
    );
  });
}

Deno.test("line: the message of a false line", () => {
  const d = new Derivation({ real: ["x"] });
  assertThrows(
    () => d.line`(x + 1)^2 = x^2 + 1`,
    FalseLineError,
    "The line \\left(x + 1\\right)^{2} = x^{2} + 1 is false: at x = 1 the left side is 4, the right side 2",
  );
});

Deno.test("line: of a false chain the message names the false step", () => {
  const d = new Derivation({ real: ["x"] });
  assertThrows(
    () => d.line`x + x = 2x = x^2 = x x`,
    FalseLineError,
    "The line 2 x = x^{2} is false",
  );
});

Deno.test("line: a false line is shown with its counterexample", async () => {
  const error = new Derivation({ real: ["mu_1"] }).refute`\mu_1 = 2\mu_1`;
  const shown = await error[Symbol.for("Jupyter.display") as never] as unknown;
  assert(typeof shown === "function");
  const bundle = await shown.call(error);
  assertStringIncludes(
    bundle["text/markdown"],
    "✗ **False**: at $\\mu_{1} = 1$ the left side is $1$, the right side $2$.",
  );
});

Deno.test("line: sides that differ in the tenth digit are told apart", () => {
  const d = new Derivation({ real: ["x"] });
  const error = assertThrows(
    () => d.line`x = 1.00000001x`,
    FalseLineError,
  );
  assertStringIncludes(
    error.message,
    "the left side is 1, the right side 1.00000001",
  );
});

Deno.test("line: what is neither proved nor refuted is not accepted", () => {
  const d = new Derivation({ real: ["x"], integer: { n: [1, 9] } });
  // Equal at the sample points 1, −2 and 1/2, and nowhere else.
  assertThrows(
    () => d.line`(x - 1)(x + 2)(2x - 1) = 0`,
    Error,
    "Cannot prove the line",
  );
  // Equal to a double's precision, and for no n exactly.
  assertThrows(
    () => d.line`n\pi = 3.141592653589793n + \frac{n}{10^{15}}`,
    Error,
    "Cannot prove the line",
  );
});

Deno.test("line: every step of a chain is checked and shown", () => {
  const d = new Derivation({ real: ["x"] });
  const { latex } = d.line`(x + 1)^2 - 1 = x^2 + 2x = x(x + 2)`;
  assertEquals(
    latex,
    "\\begin{aligned} \\left(x + 1\\right)^{2} - 1 &= x^{2} + 2 x \\\\[4pt] &= x \\left(x + 2\\right) \\end{aligned}",
  );
});

Deno.test("line: states for which values it holds", () => {
  const d = new Derivation({ real: ["x", "y"], positive: ["sigma"] });
  assertEquals(
    d.line`\frac{x\sigma}{\sigma} = x`.verdict,
    "✓ **Exact** for all real $x$ and all $\\sigma > 0$: proved by computer algebra.",
  );
  assertEquals(d.line`1 + 1 = 2`.quantifiers, "");
});

Deno.test("line: integers are tried one by one, where the conditions hold", () => {
  const d = new Derivation(
    { integer: { n: [0, 9], k: [1, 4] }, where: ["k \\le n"] },
    { quotient: (n, k) => Math.trunc(n / k) },
  );
  const line = d
    .line`\mathrm{quotient}(n, k) = \left\lfloor \frac{n}{k} \right\rfloor`;
  assertEquals(line.method, "enumeration");
  assertEquals(line.comparison.points, 9 + 8 + 7 + 6);
  assertStringIncludes(
    line.verdict,
    "$n = 0, \\ldots, 9$ and $k = 1, \\ldots, 4$ with $k \\le n$: true in all 30 cases",
  );
  assertEquals(d.line`[k \le n] = 1`.method, "enumeration");
  assertEquals(
    d.line`\mathrm{quotient}(7, 2) = 3`.verdict,
    "✓ **Computed**: both sides have the same value.",
  );
});

Deno.test("refute: gives the counterexample, and refuses a true line", () => {
  const d = new Derivation({ real: ["x"] });
  assertEquals(d.refute`x^2 = x`.counterexample, { x: -2 });
  assertThrows(
    () => d.refute`x + x = 2x`,
    Error,
    "Cannot refute the line x + x = 2x: it is true",
  );
});

Deno.test("define: a later definition replaces an earlier one, for later lines only", () => {
  const d = new Derivation({ real: ["x"] });
  d.define`a = x`;
  d.define`c = 2a`;
  d.define`a = x^2`;
  d.line`c = 2x`;
  d.line`a = x^2`;
});

Deno.test("define: a parameter is not the symbol of the same name", () => {
  const d = new Derivation({ real: ["x", "y"] });
  d.define`f(x) = x^2 + y`;
  d.line`f(y) = y^2 + y`;
  d.line`f(f(x)) = (x^2 + y)^2 + y`;
});

Deno.test("define: an integration variable catches no symbol of its name", () => {
  const d = new Derivation({ real: ["x"] });
  d.define`f(z) = \int_{-\infty}^{\infty} e^{-(x - z)^2} dx`;
  // With the two x taken for one, the integrand would be 1.
  d.line`f(x) = \sqrt{\pi}`;
});

Deno.test("define and line: messages for what cannot be read", () => {
  const d = new Derivation({ real: ["x"] }, { n: (x) => x });
  d.define`f(x) = x`;
  assertThrows(
    () => d.define`x = 1`,
    RangeError,
    "Cannot define x: expected a new name",
  );
  assertThrows(
    () => d.define`n = 1`,
    RangeError,
    "Cannot define n: expected a new name",
  );
  assertThrows(
    () => d.define`x + 1 = 2`,
    SyntaxError,
    "Cannot define: expected a line like A = … or f(x) = …, got x + 1 = 2",
  );
  assertThrows(
    () => d.line`q = 1`,
    RangeError,
    "Cannot check the line: expected symbols out of x, f, got q",
  );
  assertThrows(
    () => d.line`f(x, x) = 1`,
    RangeError,
    "Cannot check the line: expected 1 argument(s) of f, got 2",
  );
  assertThrows(
    () => d.line`x^2`,
    SyntaxError,
    "Cannot read the line: expected two sides with = between them, got x^2",
  );
  assertThrows(() => d.line`\foo = 1`, SyntaxError, "Cannot read \\foo");
  assertThrows(() => d.line`x = `, SyntaxError, "Cannot read");
  assertThrows(() => d.line`\sqrt[3]{x} = 1`, SyntaxError, "Cannot read Root");
  assertThrows(() => d.line`$x = x$`, SyntaxError, "without $");
  assertThrows(
    () =>
      d.line`\int_{-\infty}^{\infty} \int_{-\infty}^{\infty} e^{-x^2 - y^2} dx dy = \pi`,
    Error,
    "expected no integral inside an integral",
  );
  assertThrows(
    () => d.line`\int_0^1 x\, dx = 1`,
    SyntaxError,
    "Cannot read an integral that is not from -\\infty to \\infty",
  );
  assertThrows(
    () => d.line`\sqrt{-x^2 - 1} = 1`,
    RangeError,
    "it is undefined at every sample point",
  );
  assertThrows(
    () => new Derivation({ real: ["x"], positive: ["x"] }),
    RangeError,
    "Cannot start the derivation: expected each symbol once, got x twice",
  );
  assertThrows(
    () => new Derivation({ real: ["x"], where: ["x = 1"] }).line`x = x`,
    SyntaxError,
    "Cannot read the condition: expected a < b or a \\le b, got x = 1",
  );
});
