import { query } from "@/lib/core/db";

/** Whether this process reaches its database; what is wrong goes to the log, not to who asks. */
export async function databaseAnswers(): Promise<boolean> {
  try {
    await query("select 1");
    return true;
  } catch (error) {
    console.error("health:", error);
    return false;
  }
}
