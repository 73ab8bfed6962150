package dev.proxystore.flink.orphans;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.UUID;
import org.apache.flink.api.common.JobID;

/**
 * The parts of which ids consist, in base 36: ten digits for a job, six for an operator in one
 * submission of it. They are hashes, since they travel in every proxy.
 */
final class Names {
  static final int BASE = 36;
  static final int TOKEN_DIGITS = 2;
  static final int WRITER_DIGITS = 16;
  static final int JOB_DIGITS = 10;

  /** At the end of an id: what a store adds to say where the object is. */
  static final String PLACEMENT = "(~.*)?";

  private static final int OPERATOR_DIGITS = WRITER_DIGITS - JOB_DIGITS;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Names() {}

  static String job(JobID job) {
    return hash("job " + job, JOB_DIGITS);
  }

  /**
   * @param run tells submissions of jobs apart: a job id may be used again, and a checkpoint of an
   *     earlier run be kept
   */
  static String writer(JobID job, UUID run, String operator) {
    return job(job) + hash("operator " + run + " " + operator, OPERATOR_DIGITS);
  }

  /** What the names of all of a job's sinks begin with. */
  static String publishers(JobID job) {
    return hash("publisher " + job, JOB_DIGITS);
  }

  /** As for an operator, but not found among the objects of the job. */
  static String publisher(JobID job, String operator) {
    return publishers(job) + hash("operator " + operator, OPERATOR_DIGITS);
  }

  /** Under which the marks of savepoints are for all that a sink puts, wherever it is used. */
  static String sink(JobID job, UUID sink) {
    return publisher(job, sink.toString());
  }

  /** In marks: for all operators of a job, and for those that are no more to be told apart. */
  static String everyWriter(String job) {
    return job + hash("every operator", OPERATOR_DIGITS);
  }

  /** The job whose operator this is. */
  static String jobOf(String writer) {
    return writer.substring(0, JOB_DIGITS);
  }

  static String newToken() {
    return digits(BigInteger.valueOf(RANDOM.nextInt(BASE * BASE)), TOKEN_DIGITS);
  }

  private static String hash(String text, int digits) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return digits(new BigInteger(1, hash).mod(BigInteger.valueOf(BASE).pow(digits)), digits);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  private static String digits(BigInteger number, int digits) {
    String text = number.toString(BASE);
    return "0".repeat(digits - text.length()) + text;
  }
}
