/**
 * Calls `onMenuKey` when Alt is pressed and let go alone, or F10 is pressed: the keys that reach a menu bar on Windows
 * and Linux. Returns the function that stops it.
 */
export function listenForMenuKey(onMenuKey: () => void): () => void {
  let altAlone = false;
  const onKeyDown = (event: KeyboardEvent) => {
    altAlone = event.key === 'Alt' && !event.ctrlKey && !event.shiftKey && !event.metaKey;
    if (event.key !== 'F10' || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    onMenuKey();
  };
  const onKeyUp = (event: KeyboardEvent) => {
    if (event.key !== 'Alt' || !altAlone) return;
    altAlone = false;
    event.preventDefault();
    onMenuKey();
  };
  // Alt held for something else, a click or another window, is not Alt alone.
  const forget = () => {
    altAlone = false;
  };
  window.addEventListener('keydown', onKeyDown, { capture: true });
  window.addEventListener('keyup', onKeyUp, { capture: true });
  window.addEventListener('pointerdown', forget, { capture: true });
  window.addEventListener('blur', forget);
  return () => {
    window.removeEventListener('keydown', onKeyDown, { capture: true });
    window.removeEventListener('keyup', onKeyUp, { capture: true });
    window.removeEventListener('pointerdown', forget, { capture: true });
    window.removeEventListener('blur', forget);
  };
}
