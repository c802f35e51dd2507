import { CLIPBOARD_CHARACTERS, type CopyAnswer, t } from 'candor-client/core';

type Reason = Extract<CopyAnswer, { status: 'failed' }>['reason'];

/** Why something was not copied, as one sentence or two. */
export function copyFailure(reason: Reason): string {
  return reason === 'too-long'
    ? t('common.copy-failed.too-long', { count: CLIPBOARD_CHARACTERS })
    : t('common.copy-failed.refused');
}
