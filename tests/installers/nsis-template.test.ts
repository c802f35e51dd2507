import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { compileTemplate, ensureTemplate, prepareTemplate } from './support/nsis-template.ts';

beforeAll(ensureTemplate, 300_000);

describe("the page in electron-builder's own template", { timeout: 180_000 }, () => {
  it.each([
    ['installer', {}, /ceipPageShow/],
    ['installer that lets people choose the folder', { allowToChangeInstallationDirectory: '' }, /ceipPageShow/],
    ['installer for all users alone', { INSTALL_MODE_PER_ALL_USERS: '' }, /ceipPageShow/],
    ['uninstaller', { BUILD_UNINSTALLER: '' }, /un\.ceipOfferToForget/],
  ])('compiles without a warning as the %s', async (_, defines, ours) => {
    const folder = temporaryFolder();
    const header = await prepareTemplate(folder);
    const { code, stdout, stderr } = await compileTemplate(folder, header, defines);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(ours);
  });
});
