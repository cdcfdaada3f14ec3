#!/usr/bin/perl
# Plays the reader behind a real sshd: takes the program, says hello, answers from a recording. At a point that a test
# names in the file "stop" it says so at the test's socket, and goes on when that answers or closes.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use IO::Socket::UNIX;
use MIME::Base64 qw(encode_base64);

$| = 1;
my ($folder) = @ARGV;

sub lines_of {
  my ($path) = @_;
  open(my $file, '<', $path) or return ();
  chomp(my @lines = <$file>);
  return @lines;
}

my ($stop) = lines_of("$folder/stop");
my %answers = map { split /\t/, $_, 2 } lines_of("$folder/answers");

sub point {
  my ($name) = @_;
  return unless defined $stop && $stop eq $name;
  my $gate = IO::Socket::UNIX->new("$folder/gate") or return;
  print {$gate} "$name\n";
  my $go = <$gate>;
}

point('exec');
my $taken = 0;
while (my $line = <STDIN>) {
  point('upload') if ++$taken == 20;
  last if $line eq "main \"\$\@\"\n";
}
print "\nplimsoll-reader 1 0\n";
point('hello');
my $round = 0;
my $text = '';
while (my $line = <STDIN>) {
  chomp $line;
  if ($line ne '') {
    my ($id, $request) = split / /, $line, 2;
    $request =~ s/ $//;
    my $answer = $answers{$request} // $answers{''};
    $answer =~ s/\x1f/\n/g;
    $text .= "M$id $answer\n";
    next;
  }
  $round++;
  my $base64 = encode_base64("${text}Mend\n", '');
  $text = '';
  my $frame = '#' . join(' ', $round, length $base64, sha256_hex("$round $base64")) . "\n$base64\n";
  if ($round == 2) {
    point('between frames');
    print substr($frame, 0, 20);
    point('in a frame');
    print substr($frame, 20);
  } else {
    print $frame;
  }
}
