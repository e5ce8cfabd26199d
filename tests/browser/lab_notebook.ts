import { join } from "node:path";
import type { Page } from "playwright-core";
import { BUILD } from "../../scripts/shared/paths.ts";

/** One output of a cell, as the notebook's file will have it. */
export interface Output {
  output_type: string;
  name?: string;
  text?: string;
  ename?: string;
  evalue?: string;
  traceback?: string[];
  data?: Record<string, unknown>;
}

/** What the tests use of JupyterLab's application object and the open notebook. */
interface LabApp {
  commands: { execute(id: string, args?: object): Promise<unknown> };
  shell: {
    currentWidget: {
      context: { ready: Promise<void>; model: { dirty: boolean } };
      sessionContext: {
        ready: Promise<void>;
        kernelDisplayName: string;
        session: {
          kernel: {
            status: string;
            requestExecute(content: { code: string; store_history: boolean }): {
              onIOPub: (message: {
                content: { data?: Record<string, string> };
              }) => void;
              done: Promise<unknown>;
            };
          };
        };
      };
      content: {
        activeCellIndex: number;
        widgets: {
          model: {
            id: string;
            executionState?: string;
            outputs?: { toJSON(): Output[] };
          };
        }[];
      };
    };
  };
}

type LabWindow = typeof globalThis & { jupyterapp: LabApp };

/** A notebook open in JupyterLab, used as a person would use it. */
export class LabNotebook {
  readonly page: Page;
  /** What the browser's console has shown as errors. */
  readonly consoleErrors: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on("console", (message) => {
      if (message.type() === "error") this.consoleErrors.push(message.text());
    });
    page.on("pageerror", (error) => this.consoleErrors.push(String(error)));
  }

  /** Opens a notebook by its path in the project, and waits for its kernel. */
  async open(
    url: URL,
    path: string,
    status: "idle" | "busy" = "idle",
  ): Promise<void> {
    await this.page.goto(
      `${url.origin}/lab/tree/${path}?reset&${url.search.slice(1)}`,
    );
    await this.page.waitForFunction(() =>
      (globalThis as LabWindow).jupyterapp?.shell.currentWidget?.context
    );
    await this.page.evaluate(async () => {
      const { currentWidget } = (globalThis as LabWindow).jupyterapp.shell;
      await currentWidget.context.ready;
      await currentWidget.sessionContext.ready;
    });
    await this.kernelIs(status);
  }

  /** Waits for the kernel's status. */
  async kernelIs(status: "idle" | "busy"): Promise<void> {
    await this.page.waitForFunction(
      (status) =>
        (globalThis as LabWindow).jupyterapp.shell.currentWidget
          .sessionContext.session.kernel.status === status,
      status,
    );
  }

  /** The kernel's name above the notebook. */
  async kernelName(): Promise<string> {
    return await this.page.evaluate(() =>
      (globalThis as LabWindow).jupyterapp.shell.currentWidget
        .sessionContext.kernelDisplayName
    );
  }

  /** Whether the notebook counts as changed. */
  async isDirty(): Promise<boolean> {
    return await this.page.evaluate(() =>
      (globalThis as LabWindow).jupyterapp.shell.currentWidget.context.model
        .dirty
    );
  }

  /** Does what a menu item does; resolves when that is done. */
  async command(id: string, args: object = {}): Promise<void> {
    await this.page.evaluate(
      async ([id, args]) => {
        const { commands } = (globalThis as LabWindow).jupyterapp;
        await commands.execute(id, args);
      },
      [id, args] as const,
    );
  }

  /** Presses Run ▸ Run All Cells; resolves when all have run or are aborted. */
  async runAll(): Promise<void> {
    await this.command("notebook:run-all-cells");
    await this.kernelIs("idle");
  }

  /** Clicks into a cell. */
  async select(id: string): Promise<void> {
    await this.page.evaluate((id) => {
      const { content } = (globalThis as LabWindow).jupyterapp.shell
        .currentWidget;
      content.activeCellIndex = content.widgets
        .findIndex(({ model }) => model.id === id);
    }, id);
  }

  /** Runs one cell; resolves when it has run. */
  async run(id: string): Promise<void> {
    await this.select(id);
    await this.command("notebook:run-cell");
  }

  /** Puts the cursor at the end of a cell, to go on typing there. */
  async typeInto(id: string): Promise<void> {
    await this.select(id);
    await this.command("notebook:enter-edit-mode");
    await this.page.locator(".jp-Cell.jp-mod-active .cm-content").click();
    await this.page.keyboard.press("Control+End");
  }

  /** Clicks ■ in the toolbar. */
  async stop(): Promise<void> {
    await this.page.click(
      '.jp-NotebookPanel-toolbar [data-command="notebook:interrupt-kernel"]',
    );
  }

  /** What the kernel answers to an expression that is no cell of the notebook. */
  async answer(code: string): Promise<string> {
    return await this.page.evaluate(async (code) => {
      const { kernel } = (globalThis as LabWindow).jupyterapp.shell
        .currentWidget.sessionContext.session;
      const future = kernel.requestExecute({ code, store_history: false });
      let answer = "";
      future.onIOPub = ({ content }) => {
        answer = content.data?.["text/plain"] ?? answer;
      };
      await future.done;
      return answer;
    }, code);
  }

  /** Brings a cell into view. */
  async scrollTo(id: string): Promise<void> {
    await this.select(id);
    await this.command("notebook:enter-command-mode");
    await this.page.locator(".jp-Cell.jp-mod-active").first()
      .evaluate((cell: { scrollIntoView(): void }) => cell.scrollIntoView());
    await this.page.locator(".jp-Cell.jp-mod-active").first()
      .waitFor({ state: "visible" });
  }

  /** A cell's outputs. */
  async outputs(id: string): Promise<Output[]> {
    return await this.page.evaluate((id) => {
      const { widgets } = (globalThis as LabWindow).jupyterapp.shell
        .currentWidget.content;
      return widgets.find(({ model }) => model.id === id)!.model.outputs!
        .toJSON();
    }, id);
  }

  /** All text that a cell shows, errors included. */
  async text(id: string): Promise<string> {
    return (await this.outputs(id)).map((output) =>
      output.text ?? [output.data?.["text/plain"] ?? ""].flat().join("") +
          (output.traceback ?? []).join("\n")
    ).join("\n");
  }

  /** Waits until a cell shows this text. */
  async shows(id: string, text: string): Promise<void> {
    await this.page.waitForFunction(
      ([id, text]) => {
        const { widgets } = (globalThis as LabWindow).jupyterapp.shell
          .currentWidget.content;
        const outputs = widgets.find(({ model }) => model.id === id)!.model
          .outputs!.toJSON();
        return JSON.stringify(outputs).includes(
          JSON.stringify(text).slice(1, -1),
        );
      },
      [id, text] as const,
    );
  }

  /** Keeps a picture of the page in build/browser. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({
      path: join(BUILD, "browser", `${name}.png`),
    });
  }
}
