package dev.proxystore.connector;

/**
 * An option of a connector, for whoever writes a configuration.
 *
 * @param name its name; one that begins with an asterisk stands for any that ends like it
 * @param type what its values look like
 * @param defaultValue the value that is taken if none is given, in words if it is none
 * @param description what it is, in a sentence
 */
public record ConnectorOption(String name, String type, String defaultValue, String description) {}
