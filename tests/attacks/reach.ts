import { ROOT } from "../../scripts/shared/paths.ts";

/** Something that a submission tries; it is to come to nothing. */
export interface Attempt {
  name: string;
  /** A function's body: it throws, or returns what it has reached; nothing is null. */
  code: string;
}

const reads = (path: string): string =>
  `return Deno.readTextFileSync(${JSON.stringify(path)}).slice(0, 80) || null;`;
const lists = (path: string): string =>
  `return [...Deno.readDirSync(${
    JSON.stringify(path)
  })].map(({ name }) => name);`;
const writes = (path: string): string =>
  `Deno.writeTextFileSync(${JSON.stringify(path)}, "x"); return "written";`;
/** Runs a program; what it prints is what was reached. */
const runs = (...command: string[]): string =>
  `const { code, stdout, stderr } = new Deno.Command(${
    JSON.stringify(command[0])
  }, { args: ${JSON.stringify(command.slice(1))}, stdin: "null" }).outputSync();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout) || null;`;
/** Calls the system; -1 is refused. */
const calls = (name: string, ...args: (number | bigint)[]): string =>
  `const { symbols } = Deno.dlopen("libc.so.6", {
    syscall: { parameters: [${
    Array.from({ length: args.length + 1 }, () => '"i64"').join()
  }], result: "i64" } });
  const result = symbols.syscall(BigInt(SYSTEM_CALLS[${
    JSON.stringify(name)
  }]), ${args.map((arg) => `${BigInt(arg)}n`).join()});
  return Number(result) === -1 ? null : String(result);`;
const connects = (options: string): string =>
  `const conn = await Promise.race([Deno.connect(${options}),
    new Promise((_, no) => setTimeout(() => no(new Error("silence")), 1500))]);
  conn.close(); return "connected";`;
const imports = (specifier: string): string =>
  `return Object.keys(await import(${JSON.stringify(specifier)}));`;

const table = (
  make: (what: string) => string,
  entries: Record<string, string>,
) =>
  Object.entries(entries).map(([name, what]) => ({ name, code: make(what) }));

/** Linux's numbers on x86-64; others' are refused there, too, by other tests. */
export const SYSTEM_CALLS = {
  ...{ ptrace: 101, mount: 165, umount2: 166, reboot: 169, sethostname: 170 },
  ...{ init_module: 175, pivot_root: 155, chroot: 161, swapon: 167 },
  ...{ kexec_load: 246, add_key: 248, keyctl: 250, unshare: 272, setns: 308 },
  ...{ perf_event_open: 298, process_vm_readv: 310, bpf: 321 },
  ...{ userfaultfd: 323, io_uring_setup: 425, open_by_handle_at: 304 },
  ...{ fsopen: 430, mount_setattr: 442, memfd_secret: 447, socket: 41 },
  ...{ settimeofday: 164, setuid: 105, setgid: 106, shmget: 29, quotactl: 179 },
  ...{ fanotify_init: 300, acct: 163, iopl: 172, mknod: 133, pidfd_open: 434 },
  ...{ semget: 64, msgget: 68, mq_open: 240, io_setup: 206 },
};

/** Attempts of one kind: what they try, and what they must not reach. */
interface Kind {
  kind: string;
  reach: string;
  attempts: Attempt[];
}

export const KINDS: Kind[] = [
  {
    kind: "reads",
    reach: "the machine's files, the course, answers, hidden tests",
    attempts: [
      ...table(reads, {
        "passwords": "/etc/shadow",
        "the machine's name": "/etc/machine-id",
        "the course": `${ROOT}/README.md`,
        "hidden tests": `${ROOT}/scripts/course/tasks/exercises.ts`,
        "answers": `${ROOT}/lib/sheet/mod.ts`,
        "answers beside the library": "/mle/project/lib/sheet/mod.ts",
        "the grader's Python": `${ROOT}/.venv/pyvenv.cfg`,
        "the driver": `${ROOT}/scripts/course/sandbox/driver/main.py`,
        "the root beyond its own": "/proc/1/root/etc/passwd",
        "a folder above the root": "/../../../../etc/passwd",
        "the folder of process 1": "/proc/1/cwd/etc/passwd",
        "the kernel's memory": "/proc/kcore",
        "the machine's log": "/dev/kmsg",
        "the disk": "/dev/vda",
        "memory as a device": "/dev/mem",
        "what the machine started with": "/sys/class/dmi/id/product_name",
        "secrets of a container":
          "/run/secrets/kubernetes.io/serviceaccount/token",
        "the memory of process 1": "/proc/1/mem",
        "the machine's keys": "/etc/ssh/ssh_host_ed25519_key",
        "root's shell history": "/root/.bash_history",
      }),
      ...table(lists, {
        "homes": "/home",
        "root's home": "/root",
        "temporary files of others": "/var/tmp",
        "devices of the system": "/sys/class",
        "running services": "/run",
      }),
      {
        name: "a ticket before its time",
        code: `return globalThis.mleTicket ?? null;`,
      },
    ],
  },
  {
    kind: "writes",
    reach: "programs, libraries, settings, other processes' memory",
    attempts: [
      ...table(writes, {
        "a program": "/usr/bin/deno",
        "Deno": "/mle/bin/deno",
        "the library": "/mle/project/lib/nn/linear.ts",
        "the import map": "/mle/project/deno.json",
        "a package": "/mle/project/node_modules/vega/package.json",
        "TensorFlow": "/mle/tensorflow/x",
        "Deno's cache": "/mle/deno/gen",
        "the connection file": "/mle/connection.json",
        "a scheduled job": "/etc/cron.d/x",
        "the loader's list": "/etc/ld.so.preload",
        "a control group": "/sys/fs/cgroup/memory/memory.limit_in_bytes",
        "the core pattern": "/proc/sys/kernel/core_pattern",
        "the system's requests": "/proc/sysrq-trigger",
        "its own rights": "/proc/self/uid_map",
        "the terminal": "/dev/tty",
        "shared memory": "/dev/shm/left",
        "the memory of its watcher": "/proc/1/mem",
        "the hidden tests' library": "/mle/project/lib/grading/mod.ts",
        "the score by which processes are killed": "/proc/1/oom_score_adj",
      }),
    ],
  },
  {
    kind: "other users' rights",
    reach: "root, another name space, higher limits",
    attempts: [
      ...table((command) => runs("sh", "-c", command), {
        "another user": "su -c id root",
        "a name space of its own": "unshare -r id",
        "the machine's name spaces": "nsenter -t 1 -a id",
        "a mount": "mount -t tmpfs x /mnt",
        "a device": "mknod /tmp/sda b 8 0",
        "a program with another's rights":
          "cp /bin/sh /tmp/sh && chmod u+s /tmp/sh && /tmp/sh -p -c 'test $(id -u) = 0 && id'",
        "another root": "chroot / id",
        "the processors of others": "taskset -c 0-63 true && taskset -p 1",
        "rights kept from its parent":
          "setpriv --inh-caps +all --ambient-caps +all id",
        "limits raised":
          "prlimit --nproc=1000000:1000000 --pid $$ && ulimit -Hu",
        "a better place in the queue":
          "nice -n -5 id 2>/dev/null | grep . && test $(nice -n -5 nice) -lt 0",
        "the system's own name": "hostname attacked",
        "routes out": "ip route show default | grep .",
      }),
    ],
  },
  {
    kind: "connections",
    reach: "a network, the machine's services",
    attempts: [
      ...table((options) => connects(options), {
        "the machine's SSH": `{ hostname: "127.0.0.1", port: 22 }`,
        "the address of clouds' secrets":
          `{ hostname: "169.254.169.254", port: 80 }`,
        "a name server": `{ hostname: "8.8.8.8", port: 53 }`,
        "an IPv6 address": `{ hostname: "2001:4860:4860::8888", port: 53 }`,
        "a name": `{ hostname: "example.org", port: 80 }`,
        "Docker": `{ transport: "unix", path: "/var/run/docker.sock" }`,
        "a socket without a file":
          `{ transport: "unix", path: "\\0/tmp/.X11-unix/X0" }`,
        "the system's bus":
          `{ transport: "unix", path: "/run/dbus/system_bus_socket" }`,
      }),
      {
        name: "names on the network",
        code:
          `const addresses = await Promise.race([Deno.resolveDns("example.org", "A"),
    new Promise((_, no) => setTimeout(() => no(new Error("silence")), 1500))]);
  return addresses;`,
      },
    ],
  },
  {
    kind: "modules",
    reach: "answers, the web, the machine's files",
    attempts: [
      ...table(imports, {
        "a module from the web": "https://deno.land/std/version.ts",
        "a package that is not there": "npm:left-pad@1.3.0",
        "a file of the machine": `file://${ROOT}/lib/sheet/mod.ts`,
        "the answers by name": "mle/sheet/mod.ts",
        "data of another project": `file://${ROOT}/deno.json`,
      }),
      {
        name: "a worker with a file of the machine",
        code: `return await new Promise((yes, no) => {
    const worker = new Worker("file://${ROOT}/lib/sheet/mod.ts", { type: "module" });
    worker.onerror = (event) => { event.preventDefault(); no(new Error(event.message)); };
    worker.onmessage = yes; setTimeout(() => no(new Error("silence")), 1500);
  });`,
      },
    ],
  },
  {
    kind: "processes",
    reach: "processes outside, files that they left open",
    attempts: [
      {
        name: "the driver by a signal to all",
        code:
          `for (const pid of [0, -1]) { try { Deno.kill(pid, "SIGCONT"); } catch { /* refused */ } }
  return null;`,
      },
      {
        name: "processes outside",
        code:
          `const found = [...Deno.readDirSync("/proc")].filter(({ name }) => /^\\d+$/.test(name))
    .map(({ name }) => Deno.readTextFileSync("/proc/" + name + "/comm").trim())
    .filter((name) => !/^(bwrap|deno|sh|setpriv|prlimit)$/.test(name));
  return found.length > 0 ? found : null;`,
      },
      {
        name: "files left open by others",
        code: `const found = [];
  for (const { name } of Deno.readDirSync("/proc/self/fd")) {
    try {
      const path = Deno.readLinkSync("/proc/self/fd/" + name);
      if (path.startsWith("/") && !/^\\/(dev|mle|proc|usr|memfd)/.test(path)) found.push(path);
    } catch { /* it is closed */ }
  }
  return found.length > 0 ? found : null;`,
      },
    ],
  },
  {
    kind: "what lasts",
    reach: "the next submission",
    attempts: [
      {
        name: "a cache that lasts",
        code: `const cache = await caches.open("left");
  const found = await cache.match("http://127.0.0.1/left");
  await cache.put("http://127.0.0.1/left", new Response("x"));
  return found ? "kept by the run before" : null;`,
      },
      {
        name: "storage that lasts",
        code: `localStorage.setItem("left", "x"); return "kept";`,
      },
      {
        name: "a database that lasts",
        code:
          `const kv = await Deno.openKv("/mle/deno/kv"); await kv.set(["left"], 1); return "kept";`,
      },
    ],
  },
  {
    kind: "system calls",
    reach: "the kernel's rarely tested parts, memory that is not counted",
    attempts: [
      ...table((name) => calls(name, 0, 0, 0, 0), {
        ...Object.fromEntries(
          [
            ...["ptrace", "mount", "umount2", "reboot", "sethostname"],
            ...["init_module", "pivot_root", "chroot", "swapon", "kexec_load"],
            ...["add_key", "keyctl", "perf_event_open", "bpf", "userfaultfd"],
            ...[
              "io_uring_setup",
              "open_by_handle_at",
              "fsopen",
              "mount_setattr",
            ],
            ...["memfd_secret", "settimeofday", "setuid", "setgid", "shmget"],
            ...["quotactl", "fanotify_init", "acct", "pidfd_open"],
            ...["semget", "msgget", "mq_open", "io_setup"],
          ].map((name) => [`system call ${name}`, name]),
        ),
      }),
      { name: "a user name space", code: calls("unshare", 0x10000000) },
      { name: "ports of the machine", code: calls("iopl", 3) },
      ...[38, 17, 40, 31, 15, 44, 30, 29].map((family) => ({
        name: `sockets of family ${family}`,
        code: calls("socket", family, 1, 0),
      })),
      { name: "raw packets", code: calls("socket", 2, 3, 1) },
    ],
  },
];

export const ATTEMPTS: Attempt[] = KINDS.flatMap(({ attempts }) => attempts);
