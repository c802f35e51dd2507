import { fieldsOf, occurrences } from './peer.mjs';

export const title = 'OpenTelemetry logs';
export const answer = () => ({ contentType: 'application/x-protobuf', body: '' });
/** Each record has one attribute with this key. */
export const countEvents = (_request, body) => occurrences(body, '\x0a\x07command');

export async function open({ url }) {
  const { BatchLogRecordProcessor, LoggerProvider } = await import('@opentelemetry/sdk-logs');
  const { OTLPLogExporter } = await import('@opentelemetry/exporter-logs-otlp-proto');
  const { CompressionAlgorithm } = await import('@opentelemetry/otlp-exporter-base');
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const exporter = new OTLPLogExporter({ url: `${url}/v1/logs`, compression: CompressionAlgorithm.GZIP });
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({ 'service.name': 'candor-finder', 'service.version': '1.0.0' }),
    processors: [new BatchLogRecordProcessor({ exporter })],
  });
  const logger = provider.getLogger('usage');
  return {
    record: (event) => logger.emit({ eventName: 'usage', attributes: fieldsOf(event) }),
    flush: () => provider.forceFlush(),
  };
}
