/**
 * Loaded before the app's own code (`electron -r FILE`): holds it until a file is there, and says by another that it holds.
 * Nothing of the app has run by then, nor has it asked whether another one has the profile.
 */
const { existsSync, writeFileSync } = require('node:fs');

const release = process.env.CANDOR_TEST_RELEASE;
delete process.env.CANDOR_TEST_RELEASE;
writeFileSync(`${release}.held`, '');
const clock = new Int32Array(new SharedArrayBuffer(4));
while (!existsSync(release)) Atomics.wait(clock, 0, 0, 5);
