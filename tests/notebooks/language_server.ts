import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Notebook } from "../../scripts/notebooks/format.ts";
import { ROOT } from "../../scripts/shared/paths.ts";

// deno-lint-ignore no-explicit-any -- what the protocol's messages hold
type Params = any;

const HINT = 4;

/** What an editor underlines of a notebook: `load-signs, line 3: …` per finding. */
export async function editorFindings(notebook: Notebook): Promise<string[]> {
  const uri = pathToFileURL(join(ROOT, "notebooks", notebook.name)).href;
  const documents = notebook.cells.map((cell) => ({
    uri: `${uri.replace("file:", "vscode-notebook-cell:")}#${cell.id}`,
    languageId: cell.type === "code" ? "typescript" : "markdown",
    version: 1,
    text: cell.source,
  }));
  await using server = new LanguageServer();
  await server.ask("initialize", {
    processId: null,
    rootUri: pathToFileURL(ROOT).href,
    workspaceFolders: [{ uri: pathToFileURL(ROOT).href, name: "project" }],
    initializationOptions: SETTINGS,
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true },
      textDocument: { diagnostic: {} },
      notebookDocument: { synchronization: {} },
    },
  });
  server.tell("initialized", {});
  server.tell("notebookDocument/didOpen", {
    notebookDocument: {
      uri,
      notebookType: "jupyter-notebook",
      version: 1,
      cells: documents.map(({ uri, languageId }) => ({
        kind: languageId === "markdown" ? 1 : 2,
        document: uri,
      })),
    },
    cellTextDocuments: documents,
  });
  const findings: string[] = [];
  for (const { uri, languageId } of documents) {
    if (languageId === "markdown") continue;
    const { items } = await server.ask("textDocument/diagnostic", {
      textDocument: { uri },
    });
    for (const { range, message, severity } of items) {
      if (severity === HINT) continue;
      const line = range.start.line + 1;
      findings.push(`${uri.split("#")[1]}, line ${line}: ${message}`);
    }
  }
  return findings;
}

// What the extension sends where a person has set nothing but `deno.enable`.
const SETTINGS = { enable: true, lint: true };

/** `deno lsp`, spoken to as an editor does. */
class LanguageServer {
  readonly #process = new Deno.Command(Deno.execPath(), {
    args: ["lsp"],
    cwd: ROOT,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  readonly #writer = this.#process.stdin.getWriter();
  readonly #messages = messagesIn(this.#process.stdout);
  #lastId = 0;

  tell(method: string, params: Params): void {
    this.#send({ method, params });
  }

  async ask(method: string, params: Params): Promise<Params> {
    const id = ++this.#lastId;
    this.#send({ id, method, params });
    while (true) {
      const { value: message } = await this.#messages.next();
      if (!message) throw new Error(`deno lsp ended without answer: ${method}`);
      if (message.method === undefined) {
        if (message.error) throw new Error(JSON.stringify(message.error));
        if (message.id === id) return message.result;
      } else if (message.id !== undefined) {
        const result = message.params?.items?.map(() => SETTINGS) ?? null;
        this.#send({ id: message.id, result });
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill();
    await this.#process.status;
    await this.#messages.return();
    await this.#writer.close().catch(() => {});
  }

  #send(message: Params): void {
    const body = new TextEncoder().encode(
      JSON.stringify({ jsonrpc: "2.0", ...message }),
    );
    const head = `Content-Length: ${body.length}\r\n\r\n`;
    void this.#writer.write(new TextEncoder().encode(head));
    void this.#writer.write(body);
  }
}

/** The messages in a stream of heads and bodies. */
async function* messagesIn(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<Params, void> {
  let bytes = new Uint8Array();
  for await (const chunk of stream) {
    bytes = new Uint8Array([...bytes, ...chunk]);
    while (true) {
      const text = new TextDecoder("latin1").decode(bytes);
      const head = /^Content-Length: (\d+)\r\n(?:.+\r\n)*\r\n/.exec(text);
      if (!head) break;
      const end = head[0].length + Number(head[1]);
      if (bytes.length < end) break;
      const body = bytes.subarray(head[0].length, end);
      yield JSON.parse(new TextDecoder().decode(body));
      bytes = bytes.slice(end);
    }
  }
}
