"""What every test may ask for."""

from tests.stack.plugin import stack as stack
