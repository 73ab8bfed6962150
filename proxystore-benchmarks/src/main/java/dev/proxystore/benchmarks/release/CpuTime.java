package dev.proxystore.benchmarks.release;

import java.time.Duration;

/**
 * What two processes have computed so far.
 *
 * @param own by all threads of this process
 * @param server by that of the store's server
 */
record CpuTime(Duration own, Duration server) {

  static CpuTime now(long server) {
    return new CpuTime(of(ProcessHandle.current()), of(ProcessHandle.of(server).orElseThrow()));
  }

  private static Duration of(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow();
  }

  CpuTime since(CpuTime earlier) {
    return new CpuTime(own.minus(earlier.own), server.minus(earlier.server));
  }
}
