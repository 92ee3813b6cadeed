"""What is kept: landmark recordings and plain landmark arrays, both of them sources of moments too."""
