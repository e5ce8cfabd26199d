import { assertEquals, assertStringIncludes } from "@std/assert";
import { type BarState, progressBar } from "../../lib/notebook/progress_bar.ts";

const running: BarState = {
  label: "CNN, learning rate 0.001",
  status: "running",
  progress: { epoch: 3, epochs: 50, step: 5, steps: 10 },
  elapsedMs: 12_000,
  leftMs: 228_000,
};

Deno.test("the bar shows training's progress, to a screen reader too", () => {
  const { "text/html": html, "text/plain": text } = progressBar(running);
  const says = "epoch 3 of 50, step 5 of 10, 12 s so far, 3 min 48 s left";

  assertEquals(text, `CNN, learning rate 0.001: ${says}`);
  assertStringIncludes(html, 'role="progressbar"');
  assertStringIncludes(html, 'aria-label="CNN, learning rate 0.001"');
  // 25 of 500 steps are done.
  assertStringIncludes(html, 'aria-valuenow="5"');
  assertStringIncludes(html, `aria-valuetext="${says}"`);
  assertStringIncludes(html, "width:5%");
});

Deno.test("the bar is full only when the work is done", () => {
  const progress = { epoch: 50, epochs: 50, step: 9, steps: 10 };
  const { "text/html": html } = progressBar({ ...running, progress });
  assertStringIncludes(html, 'aria-valuenow="99"');
  const done = progressBar({ ...running, progress, status: "done" });
  assertStringIncludes(done["text/html"], 'aria-valuenow="100"');
});

Deno.test("every status has its words", () => {
  const says = (state: Partial<BarState>) =>
    progressBar({ ...running, ...state })["text/plain"].slice(26);
  const first = { ...running.progress!, epoch: 1 };

  assertEquals(says({ progress: undefined }), "starting …");
  assertEquals(
    says({ leftMs: undefined }),
    "epoch 3 of 50, step 5 of 10, 12 s so far",
  );
  assertEquals(says({ status: "stopping" }), "stopping after this step …");
  assertEquals(says({ status: "done" }), "done: 3 epochs in 12 s");
  assertEquals(
    says({ status: "done", progress: first }),
    "done: 1 epoch in 12 s",
  );
  assertEquals(says({ status: "done", progress: undefined }), "done in 12 s");
  assertEquals(
    says({ status: "stopped" }),
    "stopped in epoch 3 of 50 after 12 s",
  );
  assertEquals(
    says({ status: "failed" }),
    "failed in epoch 3 of 50 after 12 s",
  );
  assertEquals(
    says({ status: "failed", progress: undefined }),
    "failed after 12 s",
  );
});

Deno.test("a label is text, never markup", () => {
  const { "text/html": html } = progressBar({
    ...running,
    label: `<img src="x"> & "y"`,
  });
  assertEquals(html.includes("<img"), false);
  assertStringIncludes(
    html,
    'aria-label="&lt;img src=&quot;x&quot;> &amp; &quot;y&quot;"',
  );
});
