/** Deno's language server, asked about the cells of a notebook as an editor asks. */
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import { ROOT } from "../shared/paths.ts";
import type { RunCell } from "./helper.ts";

const ROOT_URI = pathToFileURL(ROOT).href;
const NOTEBOOK = `${ROOT_URI}/notebooks/running.ipynb`;
const CELL = NOTEBOOK.replace("file:", "vscode-notebook-cell:");
const SETTINGS = { enable: true, lint: false, suggest: { autoImports: false } };

/** A server, and what it knows: the notebook's cells in their order. */
interface Server {
  connection: MessageConnection;
  cells: Map<string, { version: number; code: string }>;
  changes: number;
  end(): void;
}

const MAX_STARTS = 5;
const PATIENCE_MS = 45_000;
let starts = 0;
let started: Promise<Server> | undefined;

/** Starts it with the first use, which takes seconds, and again if it has ended. */
function server(): Promise<Server> {
  if (!started && starts++ === MAX_STARTS) {
    throw new Error("It ends each time.");
  }
  return started ??= start();
}

async function start(): Promise<Server> {
  const child = spawn(Deno.execPath(), ["lsp"], {
    cwd: ROOT,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const end = () => {
    started = undefined;
    child.kill("SIGKILL");
    connection.dispose(); // what waits for an answer would wait for ever
  };
  connection.onClose(end);
  connection.onError(end);
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
  return { connection, cells: new Map(), changes: 0, end };
}

/** Puts a cell into the notebook, or new code into the cell. */
async function put(server: Server, cell: string, code: string): Promise<void> {
  const { connection, cells } = server;
  const uri = uriOf(cell);
  const before = cells.get(uri);
  if (before?.code === code) return;
  const version = (before?.version ?? 0) + 1;
  const document = { uri, languageId: "typescript", version };
  const change = before
    ? { textContent: [{ document, changes: [{ text: code }] }] }
    : {
      structure: {
        array: {
          start: cells.size,
          deleteCount: 0,
          cells: [{ kind: 2, document: uri }],
        },
        didOpen: [{ ...document, text: code }],
      },
    };
  cells.set(uri, { version, code });
  await connection.sendNotification("notebookDocument/didChange", {
    notebookDocument: { uri: NOTEBOOK, version: ++server.changes },
    change: { cells: change },
  });
}

/** Asks about one document of the notebook. */
export type Ask = <Answer>(
  method: string,
  more?: Record<string, unknown>,
) => Promise<Answer>;

let last: Promise<unknown> = Promise.resolve();

/**
 * Has questions asked about the last of the cells that have run, or about code
 * that is being written, which is taken away again. One follows the other, as each
 * is about the notebook as it is then. A server that ends, or does not answer, is
 * replaced by one that is told all cells.
 */
export function askAbout<T>(
  ran: RunCell[],
  written: string | undefined,
  questions: (ask: Ask) => Promise<T>,
): Promise<T> {
  const attempt = async () => {
    const current = await server();
    const timer = setTimeout(current.end, PATIENCE_MS);
    try {
      const texts = new Map(ran.map(([id, , code]) => [id, code]));
      if (written !== undefined) texts.set(WRITTEN, written);
      for (const [id, code] of texts) await put(current, id, code);
      const id = written === undefined ? ran.at(-1)?.[0] ?? "" : WRITTEN;
      const textDocument = { uri: uriOf(id) };
      return await questions((method, more) =>
        current.connection.sendRequest(method, { textDocument, ...more })
      );
    } finally {
      clearTimeout(timer);
      if (written !== undefined) await put(current, WRITTEN, "");
    }
  };
  const answer = last.then(attempt).catch(attempt);
  last = answer.catch(() => {});
  return answer;
}

const WRITTEN = "being-written";

function uriOf(cell: string): string {
  return `${CELL}#${cell.replaceAll(/[^\w-]/g, "-")}`;
}
