/** Waits for its end. */
setInterval(() => {}, 1_000_000);
