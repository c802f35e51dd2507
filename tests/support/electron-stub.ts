/**
 * Stands for Electron in unit and integration tests, so that modules importing it can be loaded outside of it. It has
 * nothing to offer: a test that needs Electron is an end-to-end test.
 */
export const app = undefined;
export const ipcMain = undefined;
export const shell = undefined;
export const protocol = undefined;
export const Menu = undefined;
export default { app, ipcMain, shell };
