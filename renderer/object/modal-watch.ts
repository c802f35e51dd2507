import { dialogClosed, dialogOpened } from 'candor-client/page';
import { useEffect } from 'react';

/** Tells the other rooms of the window that a modal is open for as long as the component is there. */
export function useModalWatch(): void {
  useEffect(() => {
    dialogOpened();
    return dialogClosed;
  }, []);
}
