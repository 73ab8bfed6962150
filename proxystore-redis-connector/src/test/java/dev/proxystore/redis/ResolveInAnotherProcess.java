package dev.proxystore.redis;

import dev.proxystore.proxy.Proxy;
import java.net.URI;

/** A program that prints the text behind a proxy; all it is given is the address of the object. */
final class ResolveInAnotherProcess {
  private ResolveInAnotherProcess() {}

  public static void main(String[] arguments) {
    System.out.println(Proxy.fromUri(URI.create(arguments[0]), String.class).resolve());
  }
}
