import { expect, it } from "vitest";
import { declared, left, onDeployments } from "@/lib/testing/model/commands";

it("random sequences hold every command on a deployment, but for those with a reason", () => {
  expect(declared().sort()).toEqual([...onDeployments, ...Object.keys(left)].sort());
});
