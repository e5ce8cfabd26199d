/** Deno's language server, asked about the cells of a notebook as an editor asks. */
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  ErrorCodes,
  type MessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import type { Diagnostic, Position } from "vscode-languageserver-types";
import { ROOT } from "../shared/paths.ts";

const ROOT_URI = pathToFileURL(ROOT).href;
const NOTEBOOK = `${ROOT_URI}/notebooks/running.ipynb`;
const CELL = NOTEBOOK.replace("file:", "vscode-notebook-cell:");
const SETTINGS = { enable: true, lint: false, suggest: { autoImports: false } };

let started: Promise<MessageConnection> | undefined;
let changes = 0;
const versions = new Map<string, number>();

/** Starts it with the first use, which takes seconds; it has ended for good if it ends. */
function server(): Promise<MessageConnection> {
  return started ??= start();
}

async function start(): Promise<MessageConnection> {
  const { stdin, stdout } = spawn(Deno.execPath(), ["lsp"], {
    cwd: ROOT,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const connection = createMessageConnection(
    new StreamMessageReader(stdout),
    new StreamMessageWriter(stdin),
  );
  // What waits for an answer would wait for ever.
  connection.onClose(() => connection.dispose());
  connection.onError(() => connection.dispose());
  connection.onRequest(
    "workspace/configuration",
    ({ items }: { items: unknown[] }) => items.map(() => SETTINGS),
  );
  connection.onRequest(() => null);
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: Deno.pid,
    rootUri: ROOT_URI,
    workspaceFolders: [{ uri: ROOT_URI, name: "mle" }],
    initializationOptions: SETTINGS,
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true },
      textDocument: {
        diagnostic: { dynamicRegistration: false },
        completion: { completionItem: { snippetSupport: false } },
        hover: { contentFormat: ["markdown"] },
      },
      notebookDocument: { synchronization: { dynamicRegistration: false } },
    },
  });
  await connection.sendNotification("initialized", {});
  await connection.sendNotification("notebookDocument/didOpen", {
    notebookDocument: {
      uri: NOTEBOOK,
      notebookType: "jupyter-notebook",
      version: 0,
      cells: [],
    },
    cellTextDocuments: [],
  });
  return connection;
}

/** Puts a cell into the notebook, or new code into the cell; returns its URI. */
async function put(cell: string, code: string): Promise<string> {
  const connection = await server();
  const uri = `${CELL}#${cell.replaceAll(/[^\w-]/g, "-")}`;
  const version = (versions.get(uri) ?? 0) + 1;
  versions.set(uri, version);
  const document = { uri, languageId: "typescript", version };
  const change = version > 1
    ? { textContent: [{ document, changes: [{ text: code }] }] }
    : {
      structure: {
        array: {
          start: versions.size - 1,
          deleteCount: 0,
          cells: [{ kind: 2, document: uri }],
        },
        didOpen: [{ ...document, text: code }],
      },
    };
  await connection.sendNotification("notebookDocument/didChange", {
    notebookDocument: { uri: NOTEBOOK, version: ++changes },
    change: { cells: change },
  });
  return uri;
}

/**
 * What the type checker holds against a cell, given those that ran before it:
 * nothing if the checker fails on it, as it does on `export default 5`.
 */
export function errorsIn(cell: string, code: string): Promise<Diagnostic[]> {
  return inTurn(async () => {
    const textDocument = { uri: await put(cell, code) };
    const connection = await server();
    try {
      const { items } = await connection.sendRequest<{ items: Diagnostic[] }>(
        "textDocument/diagnostic",
        { textDocument },
      );
      return items.filter(({ severity = 1 }) => severity === 1);
    } catch (error) {
      const hasFailed = error instanceof ResponseError &&
        error.code !== ErrorCodes.PendingResponseRejected;
      if (hasFailed) return [];
      throw error; // the server has ended
    }
  });
}

/** Asks about a place in code that is being written. */
export function askAt<Answer>(
  method: "textDocument/completion" | "textDocument/hover",
  code: string,
  position: Position,
): Promise<Answer | null> {
  return inTurn(async () => {
    const uri = await put("being-written", code);
    try {
      const question = { textDocument: { uri }, position };
      return await (await server()).sendRequest(method, question);
    } finally {
      await put("being-written", "");
    }
  });
}

let last: Promise<unknown> = Promise.resolve();

/** Each question is about the notebook as it is then: so one follows the other. */
function inTurn<T>(ask: () => Promise<T>): Promise<T> {
  const answer = last.then(ask);
  last = answer.catch(() => {});
  return answer;
}
