package dev.proxystore.store.ownership;

/** What was asked for needs an object that nobody has borrowed, or that nobody may change. */
public final class BorrowedException extends OwnershipException {
  private static final long serialVersionUID = 1L;

  BorrowedException(String message) {
    super(message);
  }
}
