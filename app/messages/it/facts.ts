import type { factMessages as english } from '../en/facts.ts';

/** Labels of the facts on This Device. */
export const factMessages = {
  'fact.host-name': 'Nome host',
  'fact.os': 'Sistema operativo',
  'fact.os-build': 'Build',
  'fact.kernel': 'Kernel',
  'fact.architecture': 'Architettura',
  'fact.account': 'Account',
  'fact.booted-at': 'Avvio',
  'fact.time-zone': 'Fuso orario',
  'fact.firmware': 'Firmware',
  'fact.virtual-machine': 'Macchina virtuale',

  'fact.manufacturer': 'Produttore',
  'fact.model': 'Modello',
  'fact.chassis': 'Chassis',
  'fact.serial-number': 'Numero di serie',
  'fact.system-uuid': 'UUID del sistema',
  'fact.baseboard': 'Scheda madre',
  'fact.baseboard-serial': 'N. di serie scheda madre',
  'fact.bios': 'BIOS',
  'fact.bios-date': 'Data del BIOS',
  'fact.processor': 'Processore',
  'fact.processor-cores': 'Core fisici',
  'fact.processor-threads': 'Processori logici',
  'fact.processor-speed': 'Velocità processore',
  'fact.processor-cache': 'Cache processore',
  'fact.battery': 'Batteria',

  'fact.memory-total': 'RAM installata',
  'fact.memory-available': 'RAM disponibile',
  'fact.memory-modules': 'Moduli di RAM',
  'fact.swap': 'Swap',

  'fact.disks': 'Dischi',
  'fact.disk-serials': 'Numeri di serie',
  'fact.volumes': 'Volumi',

  'fact.network-interfaces': 'Interfacce di rete',
  'fact.ip-addresses': 'Indirizzi IP',
  'fact.mac-addresses': 'Indirizzi MAC',
  'fact.default-gateway': 'Gateway predefinito',
  'fact.dns-servers': 'Server DNS',

  'fact.graphics': 'Grafica',
  'fact.graphics-memory': 'Memoria grafica',
  'fact.displays': 'Schermi',
} as const satisfies Record<keyof typeof english, string>;
