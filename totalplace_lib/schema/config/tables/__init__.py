"""The contracts themselves, a module for each part of config/."""
