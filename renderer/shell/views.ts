import type { ComponentType } from 'react';
import { DeviceView } from '../device/device-view.tsx';
import { ProcessesView } from '../processes/processes-view.tsx';
import type { View } from '../state/navigation.ts';

/** What each view is drawn by; a view without one does not compile. */
export const viewOf: Readonly<Record<View, ComponentType>> = { 'this-device': DeviceView, processes: ProcessesView };
