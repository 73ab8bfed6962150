package dev.proxystore.examples.streamdemo;

/** The stream demo cannot go on; the message says why and what to do. */
final class StreamDemoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StreamDemoException(String message) {
    super(message);
  }
}
