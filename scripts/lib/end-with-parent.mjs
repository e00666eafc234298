/** Loaded into the demo's children: they end when the demo is gone, however it went. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
