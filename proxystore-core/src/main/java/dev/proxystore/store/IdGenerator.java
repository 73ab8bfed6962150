package dev.proxystore.store;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Short ids that are unique without asking anybody: 80 random bits for each generator, as 16 digits
 * of base 36, then a running number in the same base. Takes no lock.
 */
final class IdGenerator {
  private static final int RANDOM_BITS = 80;
  private static final int BASE = 36;
  private static final int PREFIX_DIGITS = 16;

  private final String prefix;
  private final AtomicLong next = new AtomicLong();

  IdGenerator() {
    String digits = new BigInteger(RANDOM_BITS, new SecureRandom()).toString(BASE);
    prefix = "0".repeat(PREFIX_DIGITS - digits.length()) + digits;
  }

  String next() {
    return prefix + Long.toString(next.getAndIncrement(), BASE);
  }
}
