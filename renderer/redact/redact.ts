export { MASK, redactPath as maskPath, redactText as maskText } from '../../app/text/redact.ts';
