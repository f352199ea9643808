const LOCAL = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether a host, as addresses name it, is this machine: nothing on a network sees or changes what is sent to it. */
export function isLocalHost(hostname: string): boolean {
  return LOCAL.test(hostname);
}
