/** What `npm start` and `npm run restart` do when everything is set up already, for `node -e`. */
const SCRIPTS = new URL('../../../../scripts/', import.meta.url);

export const START = `
  const { supervise } = await import(${JSON.stringify(new URL('supervisor/supervise.mjs', SCRIPTS).href)});
  process.exitCode = await supervise({ node: process.execPath, env: {} }, []);
`;

export const RESTART = `
  const { main } = await import(${JSON.stringify(new URL('setup/main.mjs', SCRIPTS).href)});
  const { askForRestart, controlPath, dataDir } =
    await import(${JSON.stringify(new URL('supervisor/control.mjs', SCRIPTS).href)});
  await main(async () => {
    const ready = { node: process.execPath, env: {} };
    console.log(await askForRestart(controlPath(dataDir()), ready));
    return 0;
  });
`;
