package dev.proxystore.examples.streamdemo;

/** The topics of the stream demo, and what its events say of a file. */
final class Topics {
  /** From the generator to the dispatcher. */
  static final String FILES = "files";

  /** From the dispatcher to the compute processes: each event goes to one of them. */
  static final String WORK = "work";

  /** The path of a file as a URI. */
  static final String URI = "uri";

  /** The bytes of a file. */
  static final String SIZE = "size";

  private Topics() {}
}
