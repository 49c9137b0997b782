// Loaded into the program of a project: notes what the program reads, so that its output can be used again while all of
// that is the same. It changes no answer. A read that it cannot note makes the output usable once only.
"use strict";

const childProcess = require("node:child_process");
const fs = require("node:fs");
const net = require("node:net");
const { tmpdir } = require("node:os");
const { join, resolve, sep } = require("node:path");
const { fileURLToPath } = require("node:url");
const workers = require("node:worker_threads");

/** Read and written by tsx: what it compiled from sources, by their content. */
const COMPILED = join(tmpdir(), "tsx-");

function record(target, outdir) {
  const reads = new Map();
  const env = new Set();
  const unknown = new Set();
  let isPaused = false;

  const pathOf = (path) => {
    const text = path instanceof URL ? fileURLToPath(path) : Buffer.isBuffer(path) ? path.toString() : path;
    return typeof text === "string" ? resolve(text) : undefined;
  };
  const note = (path, what) => {
    const at = pathOf(path);
    const isOwn =
      at === undefined || at.startsWith(COMPILED) || at === outdir || at.startsWith(`${outdir}${sep}`);
    if (!isPaused && !isOwn && reads.get(at) !== "file") {
      reads.set(at, what);
    }
  };
  const isRead = (flags) =>
    flags === undefined || flags === "r" || flags === "rs" || flags === fs.constants.O_RDONLY;
  const wrap = (owner, name, before) => {
    const real = owner[name];
    if (typeof real !== "function") {
      return;
    }
    const wrapped = function (...args) {
      const after = before(...args);
      try {
        return Reflect.apply(real, this, args);
      } finally {
        after?.();
      }
    };
    owner[name] = Object.assign(wrapped, real);
  };

  for (const owner of [fs, fs.promises]) {
    for (const ending of ["", "Sync"]) {
      for (const name of ["readFile", "stat", "lstat", "readlink", "copyFile"]) {
        wrap(owner, `${name}${ending}`, (path) => note(path, "file"));
      }
      for (const name of ["access", "exists"]) {
        wrap(owner, `${name}${ending}`, (path) => note(path, "kind"));
      }
      for (const name of ["readdir", "opendir"]) {
        wrap(owner, `${name}${ending}`, (path) => note(path, "names"));
      }
      wrap(owner, `open${ending}`, (path, flags) => {
        if (typeof flags === "function" || isRead(flags)) {
          note(path, "file");
        }
      });
    }
  }
  // These read more than their arguments name.
  for (const owner of [fs, fs.promises]) {
    for (const name of ["cp", "cpSync", "glob", "globSync", "watch", "watchFile", "openAsBlob"]) {
      wrap(owner, name, () => void unknown.add(`it calls ${name}`));
    }
  }
  wrap(fs, "createReadStream", (path) => note(path, "file"));

  for (const name of ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"]) {
    wrap(childProcess, name, (command) => {
      // The compiler of tsx: it gets the sources from here.
      if (!/[\\/]esbuild(\.exe)?$/.test(String(command))) {
        unknown.add(`it runs ${name}`);
      }
      const was = isPaused;
      isPaused = true;
      return () => {
        isPaused = was;
      };
    });
  }
  wrap(net.Socket.prototype, "connect", (first) => {
    const to = Array.isArray(first) ? first[0] : first;
    // The process that started tsx, which listens for changes if it watches.
    if (!String(to?.path ?? to).startsWith(COMPILED)) {
      unknown.add("it uses the network");
    }
  });
  workers.Worker = class extends workers.Worker {
    constructor(...args) {
      super(...args);
      // The compiler of tsx.
      if (!/[\\/]node_modules[\\/]esbuild[\\/]/.test(String(args[0]))) {
        unknown.add("it has worker threads");
      }
    }
  };

  const real = process.env;
  const read = (name) => {
    if (!isPaused && typeof name === "string") {
      env.add(name);
    }
  };
  process.env = new Proxy(real, {
    get(_, name) {
      read(name);
      return real[name];
    },
    has(_, name) {
      read(name);
      return name in real;
    },
    ownKeys() {
      if (!isPaused) {
        unknown.add("it reads the whole environment");
      }
      return Reflect.ownKeys(real);
    },
  });

  process.on("exit", () => {
    isPaused = true;
    const modules = Object.keys(require.cache).filter((file) => file !== __filename);
    const [, main = ""] = process.argv;
    // ES modules are in no list.
    if (!modules.includes(realOf(main))) {
      unknown.add("its main file is no CommonJS module");
    }
    const written = { modules, reads: [...reads], env: [...env], unknown: [...unknown] };
    fs.writeFileSync(join(target, `${process.pid}.json`), JSON.stringify(written));
  });
}

function realOf(path) {
  try {
    return fs.realpathSync(path);
  } catch {
    return path;
  }
}

const { CDKTF_EKS_UPGRADE_RECORD: target, CDKTF_OUTDIR: outdir } = process.env;
if (target !== undefined && outdir !== undefined && workers.isMainThread) {
  record(target, outdir);
}
