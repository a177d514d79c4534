// Imported first by every entry: says clearly that a Node is too old even for these scripts. What
// they start runs on a newer one, which they find themselves (node.mjs).

const MINIMUM = 20;

if (Number(process.versions.node.split('.')[0]) < MINIMUM) {
  console.error(
    `Ottogi needs Node ${MINIMUM} or newer to set itself up; this is ${process.version}.\n` +
      '  to mend: install Node 24 from https://nodejs.org, or with nvm: nvm install 24',
  );
  process.exit(1);
}
