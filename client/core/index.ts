/** What is pure and shared by every process, page and collector: consent, event registry, batch codec, reports, texts. */
export { BATCH_MEDIA_TYPE, type Batch, type ColumnarBatch, RECEIPT_MEDIA_TYPE, type Receipt } from './batch/batch.ts';
export { BatchFormat, type BatchHead, type Compression, type Decoding, decodeWith } from './batch/batch-format.ts';
export type { Sha256 } from './batch/batch-id.ts';
export { withSmallWindow } from './batch/brotli-window.ts';
export { MAX_BATCH_BYTES, MAX_BATCH_EVENTS } from './batch/limits.ts';
export {
  type DashboardPage,
  dashboardPages,
  OVERVIEW_PATH,
  type Overview,
  type PlatformFigure,
  PRODUCTS_PATH,
  type ProductTitles,
  type UsageFigure,
  type VersionFigure,
} from './batch/overview.ts';
export type { Problem } from './batch/problem.ts';
export { type BatchRefusal, type InstallationRefusal, REFUSAL_MEDIA_TYPE, refusalStatus } from './batch/refusal.ts';
export type { Shape } from './batch/shapes.ts';
export { usageRows } from './batch/usage-codec.ts';
export {
  type ErasureReceipt,
  PROBLEM_MEDIA_TYPE,
  USER_DATA_MEDIA_TYPE,
  type UserDataLookup,
  type UserDataPage,
} from './batch/user-data.ts';
export { NOTICE_VERSION } from './consent/notice.ts';
export type { ConsentDecision, ConsentRecord } from './consent/record.ts';
export { debug, openDebug, swallowed } from './debug.ts';
export type { DiagnosisFacts } from './diagnosis/facts.ts';
export { type CountedReport, type ErrorSnapshot, errorSnapshotShape } from './errors/error-counter.ts';
export { describeError, fingerprintOf } from './errors/error-report.ts';
export { type Frame, NAMELESS } from './errors/stack.ts';
export type { Thrown } from './errors/thrown.ts';
export { crashes, errorWords } from './errors/vocabulary.ts';
export * from './ipc/channel.ts';
export {
  type AppInfo,
  CLIPBOARD_CHARACTERS,
  type ClientBridge,
  type ClientChannel,
  type ClientContract,
  type CopyAnswer,
  clientChannelNames,
  clientContractOf,
} from './ipc/contract.ts';
export type * from './ipc/program.ts';
export type { SentBatch } from './ipc/sent-batch.ts';
export type { LogLine } from './logs/log-lines.ts';
export { boundsOf, bucketOf } from './measures/histogram.ts';
export type { OperationColumns, OperationSnapshot } from './measures/operation-table.ts';
export { measureWords } from './measures/operation-table.ts';
export {
  clientCounts,
  clientLogs,
  clientOperations,
  type LogArguments,
  type LogParameters,
  type ProductLog,
  type WriteFailure,
  type WriteLog,
  writeFailures,
} from './product/client-words.ts';
export {
  brokenPromise,
  type Manifest,
  type ManifestId,
  manifestId,
  manifestName,
  manifestOf,
  manifestProblem,
  readManifest,
  wordsOf,
} from './product/manifest.ts';
export { defineProduct, type Product } from './product/product.ts';
export {
  type DescribedWord,
  type LogWord,
  noWords,
  type ProductWords,
  type Said,
  type SettingWord,
} from './product/words.ts';
export { batchCddl } from './registry/cddl.ts';
export { expiredFields, type FieldSpec, type Group } from './registry/declaration.ts';
export { type FieldType, maxTextLength, oneOf, uint, wordsOfType } from './registry/field-types.ts';
export { batchJsonSchema } from './registry/json-schema.ts';
export {
  type Configuration,
  commonRegistry,
  type GroupName,
  REGISTRY_REVISION,
  type Registry,
  registryOf,
  type UsageEvent,
} from './registry/registry.ts';
export { type CommandSource, commandSources } from './registry/sources.ts';
export { systemName } from './registry/system-names.ts';
export type { Compilation } from './suggestions/compile.ts';
export { evaluate, type Met, type SessionFacts } from './suggestions/evaluate.ts';
export { compileSuggestions, readSuggestionsFile } from './suggestions/for-product.ts';
export { describeProblem, type RuleProblem } from './suggestions/reading.ts';
export {
  type Condition,
  type ErrorFilter,
  hasHappened,
  MAX_CONDITIONS,
  MAX_DAYS,
  quantiles,
  type Remedy,
  type Rule,
  type Suggestions,
} from './suggestions/rules.ts';
export {
  isSuggestionKey,
  MAX_SUGGESTIONS_BYTES,
  SUGGESTIONS_MEDIA_TYPE,
  type SuggestionRefusal,
  type SuggestionsReading,
  signedMessage,
  suggestionsPath,
  type VerifyEd25519,
  writeSuggestionsFile,
} from './suggestions/signed-file.ts';
export { currentLocale, openCatalogues, setLanguage } from './texts/catalogues.ts';
export { clientCatalogues, type ProductTexts, setProductTexts, t } from './texts/index.ts';
export { chooseLanguage, type Language, languages } from './texts/language.ts';
export { seenLine } from './texts/seen-line.ts';
export { createTranslate, type Translate } from './texts/translate.ts';
export { utf8Variables } from './utf8-locale.ts';
export { compareVersions } from './versions.ts';
