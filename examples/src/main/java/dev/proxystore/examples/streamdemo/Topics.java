package dev.proxystore.examples.streamdemo;

/** The topics of the stream demo, and what its events say of a file. */
final class Topics {
  /** From the generator to the dispatcher. */
  static final String FILES = "files";

  /** From the dispatcher to the compute processes: each event goes to one of them. */
  static final String WORK = "work";

  /** How many writers the dispatcher has: each is a producer of its own, and ends for itself. */
  static final int DISPATCHERS = 2;

  /** The path of a file as a URI. */
  static final String URI = "uri";

  /** The bytes of a file. */
  static final String SIZE = "size";

  private Topics() {}
}
