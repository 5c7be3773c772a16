"""What leads to a page from elsewhere: frames of other sites, pictures of links, citations."""
