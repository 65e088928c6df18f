import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import type { Figure } from "@/bench/figures";

type Process = { pid: number; parent: number; megabytes: number; command: string };

/** (f) Resident memory of web and worker, after all of the above. */
export function memoryFigures(startPid: number): Figure[] {
  const children = processes().filter(({ parent }) => parent === startPid);
  const of = (name: RegExp) => {
    const found = children.find(({ command }) => name.test(command));
    if (!found) throw new Error(`the product runs no ${name.source}`);
    return found.megabytes;
  };
  return [
    {
      id: "memory.web",
      title: "Resident memory, web",
      value: of(/server\.js|next-server/),
      unit: "MB",
      target: { good: "below", than: 300 },
    },
    { id: "memory.worker", title: "Resident memory, worker", value: of(/worker\.js/), unit: "MB" },
  ];
}

function processes(): Process[] {
  return process.platform === "linux" ? fromProc() : fromPs();
}

function fromProc(): Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, "utf8");
        const field = (key: string) =>
          Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(status)?.[1]);
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        const megabytes = (field("VmRSS") * 1024) / 1e6;
        return [{ pid: Number(name), parent: field("PPid"), megabytes, command }];
      } catch {
        return []; // it ended while we looked
      }
    });
}

function fromPs(): Process[] {
  const lines = execFileSync("ps", ["-axo", "pid=,ppid=,rss=,command="], { encoding: "utf8" });
  return lines.split("\n").flatMap((line) => {
    const [, pid, parent, rss, command = ""] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (!pid) return [];
    const megabytes = (Number(rss) * 1024) / 1e6;
    return [{ pid: Number(pid), parent: Number(parent), megabytes, command }];
  });
}
