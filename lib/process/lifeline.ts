/** When whoever started us is killed, its channel closes: end as if told to, so that nothing is left running. */
if (process.channel) {
  process.once("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), 10_000).unref();
  });
}
