import { expect, it } from 'vitest';
import { ownAppImage } from '../../../../../client/main/run/relaunch.ts';

const APPIMAGE = '/home/zoë/Candor Finder.AppImage';
const APPDIR = '/tmp/.mount_CandorXyz';

it('an AppImage is started anew as the file, because what it has mounted goes with its first process', () => {
  expect(ownAppImage({ APPIMAGE, APPDIR }, `${APPDIR}/candor-finder`)).toBe(APPIMAGE);
});

it.each([
  [{}, '/opt/Candor Finder/candor-finder'],
  // Started in a terminal that is an AppImage itself.
  [{ APPIMAGE: '/home/zoë/terminal.AppImage', APPDIR: '/tmp/.mount_term' }, '/opt/Candor Finder/candor-finder'],
  [{ APPIMAGE }, `${APPDIR}/candor-finder`],
])('another program is not started in its place: %j', (environment, program) => {
  expect(ownAppImage(environment, program)).toBeUndefined();
});
